import type { Cell } from '../../contract/plan';
import type { TacticId } from '../../contract/tactic';
import { groupBy } from '../groupBy';
import type { Regret } from './regrets';
import { chooseFromTies, isTied, pairId, type TacticCost } from './tieSet';

/** What is chosen in a situation, and everything that is as good. */
export interface Choice {
  readonly cell: Cell;
  readonly tieSet: readonly Cell[];
}

/** One choice per situation; situations of one stage and routing are neighbours by batch size. */
export function chooseTactics(
  regrets: ReadonlyMap<string, readonly Regret[]>,
  costs: ReadonlyMap<TacticId, TacticCost>,
): readonly Choice[] {
  const ties = [...regrets.values()].map((members) =>
    members.filter(isTied).map(({ cell }) => cell),
  );
  const series = groupBy(
    ties.filter((cells) => cells.length > 0),
    ([cell]) => JSON.stringify([cell?.stage, cell?.routing]),
  );
  return [...series.values()].flatMap((sets) => {
    const ordered = sets.toSorted((a, b) => (a[0]?.batchSize ?? 0) - (b[0]?.batchSize ?? 0));
    const chosen = chooseFromTies(
      ordered.map((cells) => ({
        batchSize: cells[0]?.batchSize ?? 0,
        tacticIds: cells.map(choiceId),
      })),
      costs,
    );
    return ordered.flatMap((tieSet): Choice[] => {
      const id = chosen.get(tieSet[0]?.batchSize ?? 0);
      const cell = tieSet.find((candidate) => choiceId(candidate) === id);
      return cell === undefined ? [] : [{ cell, tieSet }];
    });
  });
}

/** A tactic, or a pair of them where a layer's GEMMs differ. */
export function choiceId({ tacticId, gemm2TacticId }: Cell): TacticId {
  return pairId(tacticId, gemm2TacticId ?? tacticId);
}
