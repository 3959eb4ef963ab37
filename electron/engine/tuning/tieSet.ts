import type { TacticId } from '../../contract/tactic';
import type { Regret } from './regrets';

/** Tactics this close to the best are as good as the best. */
export const TIE_LIMIT = Math.log1p(0.01);
/** Tactics this far behind, beyond doubt, leave the race. */
export const RACE_LIMIT = Math.log1p(0.05);

/** Within 1 % of the best as estimated: by the middle of the interval where there is one. */
export function isClose({ regret, bounds }: Regret): boolean {
  return (bounds === undefined ? regret : (bounds.low + bounds.high) / 2) <= TIE_LIMIT;
}

/** Within 1 % of the best, or not shown to be further behind. */
export function isTied({ regret, bounds }: Regret): boolean {
  return (bounds === undefined ? regret : Math.min(regret, bounds.low)) <= TIE_LIMIT;
}

/** Not shown to be more than 5 % behind. */
export function staysInRace({ regret, bounds }: Regret): boolean {
  return (bounds?.low ?? regret) <= RACE_LIMIT;
}

/** What the compiler gave a tactic; absent: not known, which counts as nothing. */
export interface TacticCost {
  readonly spillBytes: number;
  readonly registers: number;
}

/** Between the tactics of a pair. */
const pairMark = ' + ';

/** How a choice is called: a tactic, or gemm1's and gemm2's where they differ. */
export function pairId(gemm1: TacticId, gemm2: TacticId): TacticId {
  return gemm1 === gemm2 ? gemm1 : gemm1 + pairMark + gemm2;
}

function isPair(id: TacticId): boolean {
  return id.includes(pairMark);
}

export interface TieSet {
  readonly batchSize: number;
  readonly tacticIds: readonly TacticId[];
  /** Of these, what is within the limit by its estimate, not only by the width of its interval. */
  readonly close: readonly TacticId[];
}

/**
 * The choice among ties by a fixed rule, so that two tunes of the same kernels agree: one tactic for both
 * GEMMs before a pair, then within 1 % of the best by its estimate at most of this batch size and its
 * neighbours, then in most of their tie sets, no spills, fewer registers, and the canonical id. What is tied
 * only because its interval is wide comes and goes from tune to tune: it decides late.
 *
 * @param sets of one stage and routing, by ascending batch size
 */
export function chooseFromTies(
  sets: readonly TieSet[],
  costs: ReadonlyMap<TacticId, TacticCost>,
): ReadonlyMap<number, TacticId> {
  const wins = new Map<TacticId, number>();
  for (const id of sets.flatMap(({ tacticIds }) => tacticIds)) {
    wins.set(id, (wins.get(id) ?? 0) + 1);
  }
  const members = sets.map(({ tacticIds, close }) => ({
    tied: new Set(tacticIds),
    close: new Set(close),
  }));
  return new Map(
    sets.flatMap(({ batchSize, tacticIds }, index) => {
      const near = members.slice(Math.max(0, index - 1), index + 2);
      const rank = (id: TacticId): readonly number[] => [
        Number(isPair(id)),
        -near.filter(({ close }) => close.has(id)).length,
        -near.filter(({ tied }) => tied.has(id)).length,
        -(wins.get(id) ?? 0),
        costs.get(id)?.spillBytes ?? 0,
        costs.get(id)?.registers ?? 0,
      ];
      const [chosen] = tacticIds
        .map((id) => ({ id, rank: rank(id) }))
        .toSorted((a, b) => compareRanks(a.rank, b.rank) || byId(a.id, b.id));
      return chosen === undefined ? [] : [[batchSize, chosen.id] as const];
    }),
  );
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, index) => value !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
}

/** By code units, so that no locale changes a choice. */
function byId(a: TacticId, b: TacticId): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
