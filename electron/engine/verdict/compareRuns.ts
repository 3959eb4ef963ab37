import { MARGIN_FLOOR, type Correction } from '../../contract/comparison';
import type { Cell, RunPlan } from '../../contract/plan';
import type { RunDocument } from '../../contract/runFile';
import { collectRecords, describeWrong, type CellRecords } from '../cellRecords';
import { median } from '../statistics/quantiles';
import { replicateMedians, type ReplicateMedians } from '../timeEstimate';
import { correctWords, countWords, headlineVerdict, speedupOf } from './compareRun';
import type { WeightedEffects } from './headline';
import type { CellVerdict, ComparisonSummary } from './comparisonSummary';
import { estimateEffect, estimateUnpaired, type EffectEstimate } from './estimate';
import { judge, type Design } from './judge';

/** Runs of different days drift apart by more than two copies in one process do: a wider margin. */
const separateMarginFloor = 2 * MARGIN_FLOOR;

/** Which cells of each document are compared with which. */
export type CellPairs = readonly (readonly [a: Cell, b: Cell])[];

/** Cells that do the same work by the same tactic in both runs. */
export function matchingCells(a: RunDocument, b: RunDocument): CellPairs {
  const keyOf = ({ tacticId, stage, routing, batchSize }: Cell): string =>
    JSON.stringify([tacticId, stage, routing, batchSize]);
  const ofA = new Map(contendersOf(a).map((cell) => [keyOf(cell), cell]));
  return contendersOf(b).flatMap((cell) => {
    const partner = ofA.get(keyOf(cell));
    return partner === undefined ? [] : [[partner, cell] as const];
  });
}

/**
 * Runs that already exist: of different times (`a` and `b` differ), or two groups of cells of one
 * run. Both designs are weaker than A B B A, the first so much that it needs more replicates and
 * a wider margin.
 *
 * @param correction for the number of cells; a gate asks for Holm's
 */
export function compareRuns(
  a: RunDocument,
  b: RunDocument,
  pairs: CellPairs,
  correction: Correction = 'benjamini-hochberg',
): ComparisonSummary {
  const design: Design = a.header.runId === b.header.runId ? 'same run' : 'separate runs';
  const floor = design === 'same run' ? MARGIN_FLOOR : separateMarginFloor;
  const margin = Math.log1p(floor);
  const unlike = unlikeWork(a.header.plan, b.header.plan);
  const [recordsA, recordsB] = [collectRecords(a), collectRecords(b)];
  const cells = correctWords(
    pairs.map(([cellA, cellB]) => ({
      ...verdictOf(cellB, recordsA[cellA.index], recordsB[cellB.index], design, margin),
      baseline: cellA,
      ...(unlike === undefined ? {} : { word: 'INVALID' as const, reason: unlike }),
    })),
    correction,
  );
  const headline =
    design === 'same run'
      ? headlineVerdict(weighted(cells, recordsA, recordsB), margin, design)
      : undefined;
  const paired = new Set(pairs.flatMap(([cellA, cellB]) => [cellA, cellB]));
  return {
    design,
    correction,
    margin: floor,
    marginFloor: floor,
    cells,
    controls: [],
    falseControls: 0,
    ...(headline === undefined ? {} : { headline }),
    counts: countWords(cells),
    missing:
      design === 'same run'
        ? []
        : [...onlyOn('A', contendersOf(a), paired), ...onlyOn('B', contendersOf(b), paired)],
  };
}

/** Cells that are timed for their own sake: not the A/A control. */
export function contendersOf({ header }: RunDocument): readonly Cell[] {
  return header.plan.cells.filter(
    (cell) => cell.control !== true && cell.unsupported === undefined,
  );
}

/** Why times of two runs say nothing of each other; undefined where both did the same work. */
function unlikeWork(a: RunPlan, b: RunPlan): string | undefined {
  const facts = ({ problem, seed, cacheMode, threads }: RunPlan) =>
    [
      ['problem', JSON.stringify(problem)],
      ['seed', String(seed)],
      ['cache mode', cacheMode],
      ['threads', String(threads)],
    ] as const;
  const valuesB = new Map(facts(b));
  const differing = facts(a).filter(([name, value]) => valuesB.get(name) !== value);
  return differing.length === 0
    ? undefined
    : `the runs did different work: not the same ${differing.map(([name]) => name).join(', ')}`;
}

/** Effects of every cell that has a time on both sides, all of the same weight. */
function weighted(
  cells: readonly CellVerdict[],
  recordsA: readonly CellRecords[],
  recordsB: readonly CellRecords[],
): readonly WeightedEffects[] {
  return cells
    .filter(({ speedup }) => speedup !== undefined)
    .map(({ cell, baseline = cell }) => ({
      weight: 1,
      byReplicate: pairedEffects(
        mediansOf(recordsA[baseline.index]),
        mediansOf(recordsB[cell.index]),
      ),
    }));
}

function mediansOf(records: CellRecords | undefined): ReplicateMedians {
  return replicateMedians(records?.blocks ?? [], sideOf(records));
}

/** Log ratios of the replicates that have both. */
function pairedEffects(a: ReplicateMedians, b: ReplicateMedians): ReadonlyMap<number, number> {
  return new Map(
    [...b].flatMap(([replicate, us]) => {
      const baseUs = a.get(replicate);
      return baseUs === undefined ? [] : [[replicate, Math.log(us / baseUs)] as const];
    }),
  );
}

function onlyOn(side: 'A' | 'B', cells: readonly Cell[], paired: ReadonlySet<Cell>) {
  return cells
    .filter((cell) => !paired.has(cell))
    .map((cell) => ({ ...cell, unsupported: `only in run ${side}` }));
}

function verdictOf(
  cell: Cell,
  a: CellRecords | undefined,
  b: CellRecords | undefined,
  design: Design,
  margin: number,
): CellVerdict {
  const [mediansA, mediansB] = [mediansOf(a), mediansOf(b)];
  const common = {
    cell,
    replicates: Math.min(mediansA.size, mediansB.size),
    blocks: (a?.blocks.length ?? 0) + (b?.blocks.length ?? 0),
    dropped: [],
    notSlower: false,
  };
  const wrong = [...(a?.checks ?? []), ...(b?.checks ?? [])].find(({ correct }) => !correct);
  if (wrong !== undefined) {
    return { ...common, word: 'INCORRECT', reason: describeWrong(wrong) };
  }
  if (mediansA.size === 0 || mediansB.size === 0) {
    return { ...common, word: 'INVALID', reason: 'one side has no time' };
  }
  const estimate = estimateOf(mediansA, mediansB, design);
  const { interval, ...judgement } = judge(estimate, common.replicates, margin, design);
  const [timeAUs, timeBUs] = [median([...mediansA.values()]), median([...mediansB.values()])];
  const effect = estimate?.effect ?? Math.log(timeBUs / timeAUs);
  return { ...common, ...judgement, timeAUs, timeBUs, speedup: speedupOf(effect, interval) };
}

/** A run that compared two sides is represented by its contender. */
function sideOf(records: CellRecords | undefined): 'A' | 'B' {
  return records?.blocks.some(({ slots }) => slots.some(({ side }) => side === 'B')) === true
    ? 'B'
    : 'A';
}

/** Paired by replicate within a run: what a process does to both cancels. */
function estimateOf(
  a: ReplicateMedians,
  b: ReplicateMedians,
  design: Design,
): EffectEstimate | undefined {
  if (design === 'same run') {
    const effects = [...pairedEffects(a, b).values()];
    return effects.length < 2 ? undefined : estimateEffect(effects);
  }
  const logs = (medians: ReplicateMedians): number[] => [...medians.values()].map(Math.log);
  return a.size < 2 || b.size < 2 ? undefined : estimateUnpaired(logs(a), logs(b));
}
