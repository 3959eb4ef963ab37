import type { Cell } from '../../../electron/contract/plan';
import type { BlockRecord, RunDocument } from '../../../electron/contract/runFile';

/*
 * Figures computed anew from the blocks of a run file, by none of the code that exports are made with.
 */

type Side = 'A' | 'B';

/** A cell with a time, and what its blocks say. */
export interface RecomputedCell {
  readonly cell: Cell;
  readonly family: string;
  readonly blocks: readonly BlockRecord[];
  /** Median of each replicate of the side that the run is of, in the order of the replicates. */
  readonly mediansUs: readonly number[];
  readonly timeUs: number;
  /** Time over the best at the same batch size, less 1: the runs here have one stage and routing. */
  readonly regret: number;
}

/** A cell of a run with two sides that has a verdict. */
export interface RecomputedPair extends RecomputedCell {
  readonly timeAUs: number;
  readonly timeBUs: number;
  /** Time of A over time of B. */
  readonly speedup: number;
}

export function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

/** The cells that have a time: not wrong, not failed for good, not unsupported, not of the control. */
export function recomputedCells(run: RunDocument, side: Side): readonly RecomputedCell[] {
  const families = new Map(run.header.plan.tactics.map(({ id, family }) => [id, family]));
  const cells = timedCells(run).map((cell) => {
    const mediansUs = replicateMediansUs(run, cell, side);
    return {
      cell,
      family: families.get(cell.tacticId) ?? '',
      blocks: blocksOf(run, cell),
      mediansUs,
      timeUs: middle(mediansUs),
    };
  });
  return cells.map((own) => ({
    ...own,
    regret:
      own.timeUs /
        Math.min(
          ...cells
            .filter(({ cell }) => cell.batchSize === own.cell.batchSize)
            .map(({ timeUs }) => timeUs),
        ) -
      1,
  }));
}

/** Both sides of every cell that never failed: a failure leaves a cell its times, but no verdict. */
export function recomputedPairs(run: RunDocument): readonly RecomputedPair[] {
  const failed = new Set(
    run.records.flatMap((record) => (record.type === 'failure' ? [record.cell] : [])),
  );
  return recomputedCells(run, 'B')
    .filter(({ cell }) => !failed.has(cell.index))
    .map((own) => ({
      ...own,
      timeAUs: middle(replicateMediansUs(run, own.cell, 'A')),
      timeBUs: own.timeUs,
      speedup: speedupOf(own.blocks),
    }));
}

/** Best of each family at each batch size. */
export function bestOfFamilies<T extends RecomputedCell>(cells: readonly T[]): readonly T[] {
  return cells.filter(
    (own) =>
      !cells.some(
        (other) =>
          other.family === own.family &&
          other.cell.batchSize === own.cell.batchSize &&
          other.timeUs < own.timeUs,
      ),
  );
}

/** Geometric mean over replicates of the time of one over the time of the other. */
export function pairedRatio(base: RecomputedCell, own: RecomputedCell): number {
  const logs = own.mediansUs.map((us, index) => Math.log((base.mediansUs[index] ?? 0) / us));
  return Math.exp(logs.reduce((sum, value) => sum + value, 0) / logs.length);
}

function timedCells(run: RunDocument): readonly Cell[] {
  const wrong = new Set(
    run.records.flatMap((record) =>
      record.type === 'check' && !record.correct ? [record.cell] : [],
    ),
  );
  return run.header.plan.cells.filter(
    (cell) => cell.control !== true && !wrong.has(cell.index) && blocksOf(run, cell).length > 0,
  );
}

function blocksOf({ records }: RunDocument, { index }: Cell): readonly BlockRecord[] {
  return records.filter((record) => record.type === 'block').filter(({ cell }) => cell === index);
}

function replicateMediansUs(run: RunDocument, cell: Cell, side: Side): readonly number[] {
  const blocks = blocksOf(run, cell);
  const replicates = [...new Set(blocks.map(({ replicate }) => replicate))].toSorted(
    (a, b) => a - b,
  );
  return replicates.map((wanted) =>
    middle(
      blocks
        .filter(({ replicate }) => replicate === wanted)
        .flatMap(({ slots }) => slots.filter((slot) => slot.side === side))
        .map(({ medianUs }) => medianUs),
    ),
  );
}

/** Mean over replicates of the median over blocks, in logarithms. */
function speedupOf(blocks: readonly BlockRecord[]): number {
  const effects = new Map<number, number[]>();
  for (const { replicate, slots } of blocks) {
    const logMean = (side: Side) => {
      const logs = slots
        .filter((slot) => slot.side === side)
        .map((slot) => Math.log(slot.medianUs));
      return logs.reduce((sum, value) => sum + value, 0) / logs.length;
    };
    effects.set(replicate, [...(effects.get(replicate) ?? []), logMean('A') - logMean('B')]);
  }
  const values = [...effects.values()].map(middle);
  return Math.exp(values.reduce((sum, value) => sum + value, 0) / values.length);
}
