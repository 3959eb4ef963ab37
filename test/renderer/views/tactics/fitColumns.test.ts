import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { fitColumns } from '../../../../renderer/views/tactics/fitColumns';
import { shownColumns } from '../../../../renderer/views/tactics/tacticColumns';
import { tacticRows } from '../../../../renderer/views/tactics/tacticRows';
import { inventedRun } from '../../fixtures/inventedRun';

const run = inventedRun(5);
const rows = tacticRows(run.header.plan, summariseRun(run));
const columns = shownColumns(rows, 'all');
const whole = columns.reduce((sum, { min }) => sum + min, 0);

const leftAt = (width: number | undefined, sortedBy: readonly string[] = []) =>
  fitColumns(columns, rows, width, sortedBy).left.map(({ id }) => id);

describe('the columns of a narrow table', () => {
  it('are all of them where there is room, or no layout yet', () => {
    expect(leftAt(whole)).toEqual([]);
    expect(leftAt(undefined)).toEqual([]);
  });

  it('give way one by one, the second range first', () => {
    expect(leftAt(whole - 1)).toEqual(['quantiles']);
    expect(leftAt(whole - 150)).toEqual(['quantiles', 'bytesPerSecond']);
    const { shown, left } = fitColumns(columns, rows, whole - 200, []);
    expect(shown.reduce((sum, { min }) => sum + min, 0)).toBeLessThanOrEqual(whole - 200);
    expect([...shown, ...left].map(({ id }) => id).toSorted()).toEqual(
      columns.map(({ id }) => id).toSorted(),
    );
  });

  it('keep what the rows are sorted by', () => {
    expect(leftAt(whole - 1, ['quantiles'])).toEqual(['bytesPerSecond']);
  });

  it('keep what a cell is and its time, however narrow', () => {
    const ids = fitColumns(columns, rows, 100, []).shown.map(({ id }) => id);
    expect(ids).toEqual(['batch', 'family', 'tile', 'medianUs', 'regret', 'speedup', 'status']);
  });

  it('give way to long names of tactics, which differ at their ends', () => {
    const named = rows.map((row) => ({ ...row, tile: 'm256n8k128 cooperative s3 heuristic' }));
    const { shown, left } = fitColumns(columns, named, whole, []);
    expect(left.map(({ id }) => id)).toEqual(['quantiles', 'bytesPerSecond']);
    expect(shown.find(({ id }) => id === 'tile')?.min).toBe(200);
  });
});
