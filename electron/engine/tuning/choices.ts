import type { Cell } from '../../contract/plan';
import type { TacticId } from '../../contract/tactic';
import { groupBy } from '../groupBy';
import type { Regret } from './regrets';
import { chooseFromTies, isClose, isTied, pairId, type TacticCost, type TieSet } from './tieSet';

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
  const ties = [...regrets.values()].map((members) => members.filter(isTied));
  const series = groupBy(
    ties.filter((members) => members.length > 0),
    ([member]) => JSON.stringify([member?.cell.stage, member?.cell.routing]),
  );
  return [...series.values()].flatMap((sets) => {
    const ordered = sets.toSorted((a, b) => batchOf(a) - batchOf(b));
    const chosen = chooseFromTies(ordered.map(tieSetOf), costs);
    return ordered.flatMap((members): Choice[] => {
      const tieSet = members.map(({ cell }) => cell);
      const id = chosen.get(batchOf(members));
      const cell = tieSet.find((candidate) => choiceId(candidate) === id);
      return cell === undefined ? [] : [{ cell, tieSet }];
    });
  });
}

function batchOf([first]: readonly Regret[]): number {
  return first?.cell.batchSize ?? 0;
}

function tieSetOf(members: readonly Regret[]): TieSet {
  return {
    batchSize: batchOf(members),
    tacticIds: members.map(({ cell }) => choiceId(cell)),
    close: members.filter(isClose).map(({ cell }) => choiceId(cell)),
  };
}

/** A tactic, or a pair of them where a layer's GEMMs differ. */
export function choiceId({ tacticId, gemm2TacticId }: Cell): TacticId {
  return pairId(tacticId, gemm2TacticId ?? tacticId);
}
