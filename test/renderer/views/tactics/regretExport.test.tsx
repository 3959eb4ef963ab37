import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { RegretPicture } from '../../../../renderer/views/tactics/RegretPicture';
import { regretLayout } from '../../../../renderer/views/tactics/regretLayout';
import { regretMap } from '../../../../renderer/views/tactics/regretMapData';
import { RegretTable } from '../../../../renderer/views/tactics/RegretTable';
import { tacticRows } from '../../../../renderer/views/tactics/tacticRows';
import { firstGroup, mapExport } from '../../fixtures/chartExports';
import { inventedRun, largeRun } from '../../fixtures/inventedRun';
import { runFromText } from '../../fixtures/runFromText';

const RUN = `
  natural.avx2.m16n1k64.arith.direct.after   | 1 | 2000 2000
  natural.avx2.m16n1k64.arith.direct.after   | 4 | incorrect
  streaming.avx2.m16n1k64.lut.stream.after   | 1 | 1000 1000
  streaming.avx2.m16n1k64.lut.stream.after   | 4 | 3000 3000
  streaming.avx2.m32n1k64.lut.stream.after   | 1 | unsupported: needs, say, more
`;

function mapOf(document = runFromText(RUN)) {
  const { plan } = document.header;
  return regretMap(plan, tacticRows(plan, summariseRun(document)), firstGroup(document));
}

describe('the exported map of regrets', () => {
  it('has a line of data per square, with regret as a ratio and the reason in words', () => {
    const [heading, ...lines] = mapExport(runFromText(RUN)).csv().trimEnd().split('\r\n');
    expect(heading).toBe(
      'tactic,family,stage,routing,"batch size, tokens","regret, ratio",standing,status,reason',
    );
    expect(lines).toHaveLength(5);
    expect(lines).toContain(
      'natural.avx2.m16n1k64.arith.direct.after,natural,layer,uniform,1,1,,measured,',
    );
    expect(lines).toContain(
      'streaming.avx2.m32n1k64.lut.stream.after,streaming,layer,uniform,1,,,unsupported,"needs, say, more"',
    );
  });

  it('shows in the picture what the table shows', () => {
    const table = renderToStaticMarkup(<RegretTable map={mapOf(inventedRun())} />);
    const run = inventedRun();
    const { plan } = run.header;
    const rows = tacticRows(plan, summariseRun(run));
    const picture = renderToStaticMarkup(
      <RegretPicture map={regretMap(plan, rows, firstGroup(run))} />,
    );
    const figures = (markup: string, pattern: RegExp) =>
      [...markup.matchAll(pattern)].map(([, figure]) => figure);
    const squares = figures(table, /<td class="regret-\d[^>]*>([\d.]+)/g);
    expect(squares).toHaveLength(45);
    expect(figures(picture, /fill="var\(--regret-\d-ink\)">([\d.]+)</g)).toEqual(squares);
    const count = (markup: string, part: string) => markup.split(part).length - 1;
    expect(count(picture, 'stroke="var(--ink)"')).toBe(count(table, 'regret-chosen'));
    const tied = count(table, 'regret-chosen') + count(table, 'regret-tied');
    expect(count(picture, 'fill="url(#tied-')).toBe(tied);
    for (const mark of ['×', '!', '✕']) expect(picture).toContain(`>${mark}</text>`);
  });

  it('grows with its rows and columns; none runs into another', () => {
    const { rows, width, height, labelWidth, columnWidth } = regretLayout(mapOf(largeRun()));
    expect(rows).toHaveLength(60);
    expect(width).toBe(labelWidth + 20 * columnWidth);
    expect(columnWidth).toBeGreaterThanOrEqual(56);
    rows.forEach(({ top, headingTop }, index) => {
      const before = rows[index - 1]?.top ?? 0;
      expect(headingTop ?? top).toBeGreaterThanOrEqual(before + (index === 0 ? 0 : 23));
    });
    expect(height).toBe((rows.at(-1)?.top ?? 0) + 23);
  });

  it('is drawn of nothing, too', () => {
    expect(regretLayout({ hidden: 0, batchSizes: [], rows: [] }).height).toBeGreaterThan(0);
  });
});
