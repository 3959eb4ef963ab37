import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../electron/engine/summariseRun';
import type { SeriesGroup } from '../../../electron/engine/runSummary';
import { chartRows, intervalKey, valueKey } from '../../../renderer/charts/chartRows';
import { intervalDistances } from '../../../renderer/charts/chartSpec';
import { chartCsv, chartTable } from '../../../renderer/charts/chartTable';
import { speedupChart, timeChart } from '../../../renderer/charts/familyCharts';
import { inventedRun } from '../fixtures/inventedRun';
import { runFromText } from '../fixtures/runFromText';

function firstGroup(document = inventedRun()): SeriesGroup {
  const [group] = summariseRun(document).groups;
  if (group === undefined) throw new Error('The run has no group.');
  return group;
}

const THREE_FAMILIES = `
  natural.avx2.m16n1k64.arith.direct.after     | 1 | 2000 2100 1900 2000 2000
  natural.avx2.m16n1k64.arith.direct.after     | 4 | 4000 4100 3900 4000 4000
  interleaved.avx2.m16n1k64.lut.direct.after   | 1 | 1000 1050 950 1000 1000
  interleaved.avx2.m16n1k64.lut.direct.after   | 4 | incorrect
  streaming.avx2.m16n1k64.lut.stream.after     | 1 | 500 525 475 500 500
  streaming.avx2.m16n1k64.lut.stream.after     | 4 | 800 820 780 800 800
`;

describe('the time chart', () => {
  const group = firstGroup(runFromText(THREE_FAMILIES));
  const spec = timeChart(group, '');

  it('has a series per family, baseline first, in the colours of their roles', () => {
    expect(spec.series.map(({ key, color }) => [key, color])).toEqual([
      ['natural', 'var(--family-natural)'],
      ['interleaved', 'var(--family-interleaved)'],
      ['streaming', 'var(--family-streaming)'],
    ]);
  });

  it('leaves a gap where a cell has no time', () => {
    const rows = chartRows(spec);
    expect(rows[1]).not.toHaveProperty(valueKey(1));
    expect(rows[1]).toHaveProperty(valueKey(2), 800);
  });

  it('keeps every interval inside its axis', () => {
    for (const { points } of spec.series) {
      for (const { low, high } of points) {
        expect(low).toBeGreaterThanOrEqual(spec.yDomain[0]);
        expect(high).toBeLessThanOrEqual(spec.yDomain[1]);
      }
    }
  });
});

describe('the speed-up chart', () => {
  const spec = speedupChart(firstGroup(runFromText(THREE_FAMILIES)), 'natural', '');

  it('refers to the baseline by a line at 1, not by a series', () => {
    expect(spec.reference).toEqual({ value: 1, label: 'natural' });
    expect(spec.series.map(({ key }) => key)).toEqual(['interleaved', 'streaming']);
    expect(spec.yDomain[0]).toBeLessThan(1);
  });

  it('names the best and the worst point', () => {
    expect(spec.annotations.map(({ x, text }) => [x, text])).toEqual([
      [4, '5.00 ×, best'],
      [1, '2.00 ×, worst'],
    ]);
  });

  it('has no series and no annotation without a baseline', () => {
    const text = 'streaming.avx2.m16n1k64.lut.stream.after | 1 | 500 505';
    const alone = speedupChart(firstGroup(runFromText(text)), 'natural', '');
    expect(alone.series).toEqual([]);
    expect(alone.annotations).toEqual([]);
  });
});

describe('the table twin', () => {
  it.each([timeChart(firstGroup(), ''), speedupChart(firstGroup(), 'natural', '')])(
    'holds exactly what the picture of $title holds',
    (spec) => {
      const table = chartTable(spec);
      const rows = chartRows(spec);
      expect(table.rows.map(({ x }) => x)).toEqual(rows.map((row) => row['x']));
      table.rows.forEach(({ cells }, index) => {
        table.columns.forEach((_, place) => {
          expect(cells[place]?.y).toBe(rows[index]?.[valueKey(place)]);
        });
      });
    },
  );

  it('writes full precision and quotes what holds a comma', () => {
    const csv = chartCsv(timeChart(firstGroup(runFromText(THREE_FAMILIES)), ''));
    const [header, first] = csv.split('\r\n');
    expect(header).toContain('"natural: best time, µs","natural: best time, µs, interval low"');
    expect(first).toBe(
      '1,2000,1900,2100,natural.avx2.m16n1k64.arith.direct.after,' +
        '1000,950,1050,interleaved.avx2.m16n1k64.lut.direct.after,' +
        '500,475,525,streaming.avx2.m16n1k64.lut.stream.after',
    );
  });
});

describe('interval bars', () => {
  it('end at the edge of the axis where a logarithmic axis has no place for them', () => {
    const point = { x: 1, y: 10, low: -5, high: 900, detail: '' };
    expect(intervalDistances(point, [2, 100])).toEqual([8, 90]);
  });

  it('are positive distances on either side', () => {
    expect(intervalDistances({ x: 1, y: 10, low: 8, high: 13, detail: '' }, [1, 100])).toEqual([
      2, 3,
    ]);
  });

  it('are absent with one replicate', () => {
    const text = 'natural.avx2.m16n1k64.arith.direct.after | 1 | 2000';
    const rows = chartRows(timeChart(firstGroup(runFromText(text)), ''));
    expect(rows[0]).not.toHaveProperty(intervalKey(0));
  });
});
