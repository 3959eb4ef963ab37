import { VERDICT_WORDS, type VerdictWord } from '../../contract/comparison';
import type { Cell } from '../../contract/plan';
import type { RunDocument } from '../../contract/runFile';
import { collectRecords, describeWrong, type CellRecords } from '../cellRecords';
import { median } from '../statistics/quantiles';
import { replicateMedians } from '../timeEstimate';
import type { CellVerdict, ComparisonSummary, HeadlineVerdict } from './comparisonSummary';
import { corrected } from './corrections';
import { minimumDetectableEffect } from './detectable';
import { cellEffects, type CellEffects, type ReplicateEffects } from './effects';
import { estimateEffect, type EffectEstimate, type LogInterval } from './estimate';
import { headlineEffect, type WeightedEffects } from './headline';
import { judge, type Design } from './judge';
import { marginOf } from './margin';

/** A cell with more than this share of its blocks dropped is INVALID, not slow. */
const mostDropped = 0.1;

/** What a run that compared two sides, A B B A, says; undefined for a run of one side. */
export function compareRun(document: RunDocument): ComparisonSummary | undefined {
  const { plan } = document.header;
  const { comparison } = plan;
  if (comparison === undefined) {
    return undefined;
  }
  const records = collectRecords(document);
  const measured = plan.cells
    .filter((cell) => cell.unsupported === undefined)
    .map((cell) => measure(cell, records[cell.index] ?? noRecords));
  const controls = measured.filter(({ cell }) => cell.control === true);
  const contenders = measured.filter(({ cell }) => cell.control !== true);
  const floor = Math.log1p(comparison.marginFloor);
  const margin = marginOf(
    comparison.marginFloor,
    controls.flatMap(({ estimate }) => (estimate === undefined ? [] : [estimate])),
  );
  const cells = correctWords(
    contenders.map((cell) => verdictOf(cell, margin)),
    comparison.correction,
  );
  const controlVerdicts = controls.map((cell) => verdictOf(cell, floor));
  return {
    design: 'interleaved',
    correction: comparison.correction,
    margin: Math.expm1(margin),
    marginFloor: comparison.marginFloor,
    cells,
    controls: controlVerdicts,
    falseControls: controlVerdicts.filter(({ word }) => word === 'FASTER' || word === 'SLOWER')
      .length,
    ...optional('headline', headlineOf(contenders, comparison.weights, margin)),
    counts: countWords(cells),
    ...optional('detectable', detectableOf(contenders, margin)),
    missing: plan.cells.filter((cell) => cell.unsupported !== undefined),
  };
}

const noRecords: CellRecords = { blocks: [], checks: [], failures: [] };

interface MeasuredCell {
  readonly cell: Cell;
  readonly records: CellRecords;
  readonly effects: CellEffects;
  readonly estimate?: EffectEstimate | undefined;
}

function measure(cell: Cell, records: CellRecords): MeasuredCell {
  const effects = cellEffects(records.blocks);
  const values = [...effects.byReplicate.values()];
  return {
    cell,
    records,
    effects,
    ...(values.length < 2 ? {} : { estimate: estimateEffect(values) }),
  };
}

function verdictOf(
  { cell, records, effects, estimate }: MeasuredCell,
  margin: number,
): CellVerdict {
  const { blocks, dropped, byReplicate } = effects;
  const common = { cell, replicates: byReplicate.size, blocks, dropped, notSlower: false };
  const wrong = records.checks.find(({ correct }) => !correct);
  if (wrong !== undefined) {
    // A tactic that was wrong once gets no time at all.
    return { ...common, word: 'INCORRECT', reason: describeWrong(wrong) };
  }
  const times = {
    ...optional('timeAUs', sideMedian(records, 'A')),
    ...optional('timeBUs', sideMedian(records, 'B')),
  };
  if (blocks > 0 && dropped.length / blocks > mostDropped) {
    const share = ((100 * dropped.length) / blocks).toFixed(0);
    const reason = `${share} % of the blocks were dropped: ${dropped[0] ?? ''}`;
    return { ...common, ...times, word: 'INVALID', reason };
  }
  const failed = records.failures.at(-1);
  if (failed !== undefined) {
    return { ...common, ...times, word: 'INVALID', reason: failed.message };
  }
  const { interval, ...judgement } = judge(estimate, byReplicate.size, margin, 'interleaved');
  return {
    ...common,
    ...times,
    ...judgement,
    ...(byReplicate.size === 0 ? {} : { speedup: speedupOf(meanOf(byReplicate), interval) }),
  };
}

function meanOf(effects: ReplicateEffects): number {
  const values = [...effects.values()];
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sideMedian({ blocks }: CellRecords, side: 'A' | 'B'): number | undefined {
  const medians = [...replicateMedians(blocks, side).values()];
  return medians.length === 0 ? undefined : median(medians);
}

/** Time of A over time of B, from the log time of B over A. */
export function speedupOf(
  effect: number,
  interval?: LogInterval,
): NonNullable<CellVerdict['speedup']> {
  return {
    ratio: Math.exp(-effect),
    ...(interval === undefined
      ? {}
      : {
          interval: {
            low: Math.exp(-interval.high),
            high: Math.exp(-interval.low),
            coverage: 0.95,
          },
        }),
  };
}

/** FASTER and SLOWER only where the claim survives the correction for the number of cells. */
export function correctWords(
  cells: readonly CellVerdict[],
  correction: ComparisonSummary['correction'],
): readonly CellVerdict[] {
  const judged = cells.filter(({ p }) => p !== undefined);
  const values = corrected(
    correction,
    judged.map(({ p }) => p ?? 1),
  );
  const correctedP = new Map(judged.map((cell, index) => [cell, values[index] ?? 1]));
  return cells.map((cell) => {
    const p = correctedP.get(cell);
    const claim = cell.word === 'FASTER' || cell.word === 'SLOWER';
    return claim && p !== undefined && p >= 0.05
      ? {
          ...cell,
          word: 'INCONCLUSIVE',
          reason: `clear by itself, not among ${judged.length} cells (${correctionName(correction)})`,
        }
      : cell;
  });
}

export function correctionName(correction: ComparisonSummary['correction']): string {
  return correction === 'holm' ? 'Holm' : 'Benjamini-Hochberg';
}

function headlineOf(
  contenders: readonly MeasuredCell[],
  weights: readonly { readonly batchSize: number; readonly weight: number }[] | undefined,
  margin: number,
): HeadlineVerdict | undefined {
  const weightOf = new Map(weights?.map(({ batchSize, weight }) => [batchSize, weight]));
  const cells = contenders
    .filter(
      ({ effects, records }) =>
        effects.byReplicate.size > 0 && records.checks.every(({ correct }) => correct),
    )
    .map(({ cell, effects }) => ({
      weight: weights === undefined ? 1 : (weightOf.get(cell.batchSize) ?? 0),
      byReplicate: effects.byReplicate,
    }))
    .filter(({ weight }) => weight > 0);
  return headlineVerdict(cells, margin, 'interleaved');
}

/** @returns undefined with fewer than two replicates that have every cell */
export function headlineVerdict(
  cells: readonly WeightedEffects[],
  margin: number,
  design: Design,
): HeadlineVerdict | undefined {
  const effect = headlineEffect(cells);
  if (effect === undefined) {
    return undefined;
  }
  const { interval, ...judgement } = judge(effect, effect.replicates, margin, design);
  return {
    ...judgement,
    speedup: speedupOf(effect.effect, interval),
    replicates: effect.replicates,
    cells: cells.length,
  };
}

/** From the median spread of the cells and the replicates they have. */
function detectableOf(contenders: readonly MeasuredCell[], margin: number): number | undefined {
  const estimates = contenders.flatMap(({ estimate }) =>
    estimate === undefined ? [] : [estimate],
  );
  if (estimates.length === 0) {
    return undefined;
  }
  const deviation = median(estimates.map((estimate) => estimate.deviation));
  const replicates = Math.round(median(estimates.map(({ freedom }) => freedom + 1)));
  const effect = minimumDetectableEffect(deviation, replicates, margin);
  return effect === undefined ? undefined : Math.expm1(effect);
}

export function countWords(cells: readonly { readonly word: VerdictWord }[]) {
  const counts = Object.fromEntries(VERDICT_WORDS.map((word) => [word, 0])) as Record<
    VerdictWord,
    number
  >; // every word has just been given its zero
  for (const { word } of cells) {
    counts[word]++;
  }
  return counts;
}

function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>); // its only key
}
