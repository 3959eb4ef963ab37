import { describe, expect, it } from 'vitest';
import { decodeRunFile } from '../../../electron/engine/runFile/codec';
import { compareRun } from '../../../electron/engine/verdict/compareRun';
import { SAMPLES } from '../../../renderer/state/samples';

describe.each(SAMPLES)('the sample $title', ({ load }) => {
  it('is a run file of an H200 that says FASTER in every cell, from clocks that did not move', async () => {
    const read = decodeRunFile((await load()).default);
    if (!read.ok) throw new Error(read.error.message);
    const summary = compareRun(read.value);
    expect(summary?.headline?.word).toBe('FASTER');
    expect(summary?.counts.FASTER).toBe(summary?.cells.length);
    expect(summary?.falseControls).toBe(0);
    const clocks = read.value.records.flatMap((record) =>
      record.type === 'block' ? (record.device?.clockMhz ?? []) : [],
    );
    expect(new Set(clocks)).toEqual(new Set([1980]));
  });
});
