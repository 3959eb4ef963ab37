import { sameEverywhere, type TacticRow } from './tacticRows';

/** Above a table of cells: what all rows share, and what those figures mean that it has. */
export function tacticsNote(rows: readonly TacticRow[], baseline: string): string {
  const shared = sameEverywhere(rows).map(({ word }) => word);
  const has = (column: 'speedup' | 'rooflineShare'): boolean =>
    rows.some((row) => row[column] !== undefined);
  const meanings = [
    'Regret: slower than the best tactic in the same situation',
    ...(has('speedup') ? [`speed-up: over the best of ${baseline}`] : []),
    ...(has('rooflineShare')
      ? ['roofline: of the measured read bandwidth or compute peak, whichever is nearer']
      : []),
  ];
  return `${shared.length === 0 ? '' : `All ${shared.join(', ')}. `}${meanings.join('; ')}.`;
}
