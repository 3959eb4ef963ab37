import { describe, expect, it } from 'vitest';
import { summariseRun } from '../../../../electron/engine/summariseRun';
import { compareRun } from '../../../../electron/engine/verdict/compareRun';
import { parseFilter } from '../../../../renderer/views/tactics/filterGrammar';
import { shownColumns } from '../../../../renderer/views/tactics/tacticColumns';
import { sameEverywhere, tacticRows } from '../../../../renderer/views/tactics/tacticRows';
import { comparedRun } from '../../fixtures/comparedRun';
import { inventedRun } from '../../fixtures/inventedRun';

const one = inventedRun(2);
const oneSide = tacticRows(one.header.plan, summariseRun(one));
const both = comparedRun('both');
const compared = tacticRows(both.header.plan, summariseRun(both), compareRun(both));

const idsOf = (...words: Parameters<typeof shownColumns>) =>
  shownColumns(...words).map(({ id }) => id);

function count(filter: string): number | string {
  const parsed = parseFilter(filter);
  return parsed.ok ? compared.filter(parsed.matches).length : parsed.message;
}

describe('the columns of cells', () => {
  it('have verdicts where cells were compared, and not while a run goes on', () => {
    expect(idsOf(compared, 'all')).toContain('verdict');
    expect(idsOf(compared, 'live')).not.toContain('verdict');
    expect(idsOf(oneSide, 'all')).not.toContain('verdict');
  });

  it('leave out what is said above the table: the status too, where every cell is measured', () => {
    expect(sameEverywhere(compared).map(({ word }) => word)).toEqual([
      'avx2',
      'layer',
      'uniform',
      'measured',
    ]);
    expect(idsOf(compared, 'all')).not.toContain('status');
  });

  it('have the status where one cell has another, or a reason beside it', () => {
    expect(idsOf(oneSide, 'all')).toContain('status');
    const failed = oneSide.filter(({ status }) => status === 'failed');
    expect(failed).toHaveLength(1);
    expect(idsOf(failed, 'all')).toContain('status');
  });

  it('have unique ids, by which links sort', () => {
    const ids = idsOf([...oneSide, ...compared], 'all');
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the filter by verdict', () => {
  it.each([
    ['verdict:faster', 8],
    ['verdict:FASTER,slower batch:1', 2],
    ['verdict:slower', 0],
    ['verdict:', 'verdict: needs a word, e.g. verdict:slower.'],
  ])('%j keeps %s', (filter, kept) => {
    expect(count(filter)).toBe(kept);
  });

  it('keeps no cell that was not compared', () => {
    const parsed = parseFilter('verdict:faster');
    expect(parsed.ok && oneSide.some(parsed.matches)).toBe(false);
  });
});
