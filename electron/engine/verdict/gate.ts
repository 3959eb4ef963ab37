import type { CellVerdict, ComparisonSummary } from './comparisonSummary';

/** Exit codes of `gate`; 4, usage or environment, never reaches the engine. */
export const GATE_CODES = { pass: 0, regression: 1, incorrect: 2, undecided: 3 } as const;
export type GateOutcome = keyof typeof GATE_CODES;

export interface GateResult {
  readonly outcome: GateOutcome;
  /** One sentence with the figures behind it. */
  readonly sentence: string;
}

/**
 * Whether a branch may land. A wrong kernel outweighs a slow one, a slow one an open question. An
 * INCONCLUSIVE cell passes when it is shown not to be slower by more than the margin: a gate asks
 * nothing else.
 */
export function gate({ cells, missing }: ComparisonSummary): GateResult {
  const incorrect = cells.filter(({ word }) => word === 'INCORRECT');
  const slower = cells.filter(({ word }) => word === 'SLOWER');
  const open = cells.filter(isOpen);
  if (incorrect.length > 0) {
    return { outcome: 'incorrect', sentence: sentence('INCORRECT', incorrect, cells.length) };
  }
  if (slower.length > 0) {
    return { outcome: 'regression', sentence: sentence('SLOWER', slower, cells.length) };
  }
  if (open.length > 0 || cells.length === 0) {
    return { outcome: 'undecided', sentence: sentence('not decided', open, cells.length) };
  }
  const lacking = missing.length === 0 ? '' : `; ${missing.length} cells are not on both sides`;
  return { outcome: 'pass', sentence: `none of ${cells.length} cells is slower${lacking}` };
}

function isOpen({ word, notSlower }: CellVerdict): boolean {
  return word === 'INVALID' || (word === 'INCONCLUSIVE' && !notSlower);
}

function sentence(what: string, found: readonly CellVerdict[], total: number): string {
  const [first] = found;
  const example =
    first === undefined
      ? ''
      : `: ${first.cell.tacticId}, ${first.cell.stage}, batch size ${first.cell.batchSize}` +
        (first.reason === undefined ? '' : ` (${first.reason})`);
  return `${found.length} of ${total} cells ${what}${example}`;
}
