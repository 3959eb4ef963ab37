import { describe, expect, it } from 'vitest';
import type { VerdictWord } from '../../../../electron/contract/comparison';
import type {
  CellVerdict,
  ComparisonSummary,
} from '../../../../electron/engine/verdict/comparisonSummary';
import { countWords } from '../../../../electron/engine/verdict/compareRun';
import { gate, GATE_CODES } from '../../../../electron/engine/verdict/gate';

function cell(word: VerdictWord, notSlower = false): CellVerdict {
  return {
    cell: { index: 0, tacticId: 'a.b', batchSize: 4, routing: { kind: 'uniform' }, stage: 'layer' },
    word,
    notSlower,
    replicates: 12,
    blocks: 24,
    dropped: [],
  };
}

function codeOf(...cells: readonly CellVerdict[]): number {
  const summary: ComparisonSummary = {
    design: 'interleaved',
    correction: 'holm',
    margin: 0.005,
    marginFloor: 0.005,
    cells,
    controls: [],
    falseControls: 0,
    counts: countWords(cells),
    missing: [],
  };
  return GATE_CODES[gate(summary).outcome];
}

describe('a gate', () => {
  it('passes what is faster, the same, or undecided but surely not slower', () => {
    expect(codeOf(cell('FASTER'), cell('SAME'), cell('INCONCLUSIVE', true))).toBe(0);
  });
  it('ends with 1 for one regression among many', () => {
    expect(codeOf(cell('FASTER'), cell('SLOWER'), cell('INCONCLUSIVE'))).toBe(1);
  });
  it('ends with 2 for a wrong kernel, whatever else there is', () => {
    expect(codeOf(cell('SLOWER'), cell('INCORRECT'))).toBe(2);
  });
  it('ends with 3 when a cell may be slower, was invalid, or nothing was measured', () => {
    expect(codeOf(cell('SAME'), cell('INCONCLUSIVE'))).toBe(3);
    expect(codeOf(cell('SAME'), cell('INVALID'))).toBe(3);
    expect(codeOf()).toBe(3);
  });
});
