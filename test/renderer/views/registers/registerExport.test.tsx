import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { registerRows } from '../../../../electron/engine/registers/registerRows';
import { registerExport } from '../../../../renderer/views/registers/registerExport';
import { registerLayout, registerX } from '../../../../renderer/views/registers/registerLayout';
import { inventedReport, kernelOf, listedOf } from '../../../fixtures/registers';

const report = inventedReport();
const rows = registerRows(report);
const chart = registerExport(report, rows);

describe('the exported registers', () => {
  it('have a line of data per tactic, with units in the headings', () => {
    const [heading = '', ...lines] = chart.csv().trimEnd().split('\r\n');
    expect(heading).toContain('"consumer limit, registers per thread"');
    expect(heading).toContain('"spill stores, B per thread"');
    expect(lines).toHaveLength(rows.length);
    lines.forEach((line, index) => expect(line.startsWith(`${rows[index]?.id},`)).toBe(true));
    expect(lines[1]).toContain(',232,');
    expect(lines[1]).toContain(',1540,');
  });

  it('leave empty what the compiler did not say', () => {
    const kernel = kernelOf({ consumerRegisters: null, spillStoreBytes: null });
    const silent = { ...report, kernels: [kernel], tactics: [listedOf(kernel)] };
    const unknown = registerExport(silent, registerRows(silent));
    expect(unknown.csv()).not.toContain('null');
    expect(unknown.note).toContain('use by role is not known');
    expect(renderToStaticMarkup(unknown.draw())).toContain('>–</text>');
  });

  it('are drawn with a bar per tactic, in rust where it spills', () => {
    const picture = renderToStaticMarkup(chart.draw());
    const bars = (color: string) =>
      [...picture.matchAll(/<rect [^>]*fill="var\((--[a-z]+)\)"/g)].filter(
        ([, name]) => name === color,
      ).length;
    const spilling = rows.filter(({ kernel }) => (kernel.spillStoreBytes ?? 0) > 0).length;
    expect(bars('--bad')).toBe(spilling);
    expect(bars('--accent')).toBe(rows.length - spilling);
    expect(bars('--grid')).toBe(rows.length);
  });

  it('are on one scale, up to what a thread can have', () => {
    const layout = registerLayout(rows);
    expect(registerX(layout, 0)).toBe(layout.barLeft);
    expect(registerX(layout, 255)).toBe(layout.barRight);
    expect(registerX(layout, 300)).toBe(layout.barRight);
  });
});
