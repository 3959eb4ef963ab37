import type { RunDocument } from '../../../electron/contract/runFile';
import type { TacticId } from '../../../electron/contract/tactic';
import { byConcern } from '../../../electron/engine/verdict/verdictText';
import { comparisonOf, summaryOf } from '../../state/selectors';

/**
 * The tactics of a run, those first that it speaks of: of a comparison the contenders, the most worrying
 * verdict first, of any other run the best in most situations. Baselines and the rest follow.
 */
export function runTactics(document: RunDocument): readonly TacticId[] {
  const verdicts = comparisonOf(document)?.cells.toSorted(byConcern) ?? [];
  const first = verdicts.length > 0 ? verdicts.map(({ cell }) => cell.tacticId) : best(document);
  return [...new Set([...first, ...document.header.plan.tactics.map(({ id }) => id)])];
}

/** Those that are the best of some situation, most often first. */
function best(document: RunDocument): readonly TacticId[] {
  const times = new Map<TacticId, number>();
  for (const { cell, regret } of summaryOf(document).cells) {
    if (regret === 0) times.set(cell.tacticId, (times.get(cell.tacticId) ?? 0) + 1);
  }
  return [...times].toSorted(([, one], [, other]) => other - one).map(([id]) => id);
}
