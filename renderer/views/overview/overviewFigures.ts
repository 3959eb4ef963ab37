import type { RunDocument } from '../../../electron/contract/runFile';
import type {
  CellStatus,
  FamilySeries,
  RunSummary,
  SeriesGroup,
} from '../../../electron/engine/runSummary';
import {
  countOf,
  formatGigabytesPerSecond,
  formatNumber,
  formatPercent,
  formatRatio,
  NO_VALUE,
} from '../../../electron/engine/text/format';
import type { Figure } from '../../widgets/FigureStrip';
import { coverageText } from '../../widgets/intervalText';

/** Below this many replicates an interval is no ground for a verdict. */
export const VERDICT_REPLICATES = 5;

/** The figures above the charts, in reading order. */
export function overviewFigures(
  document: RunDocument,
  summary: RunSummary,
  group: SeriesGroup,
  baseline: string,
): readonly Figure[] {
  return [
    speedupFigure(group, summary, baseline),
    cellsFigure(summary),
    replicatesFigure(document, summary, group),
    bandwidthFigure(summary, group),
    precisionFigure(group),
  ];
}

/** Geometric mean of a family's speed-ups; undefined without any. */
export function meanSpeedup(family: FamilySeries): number | undefined {
  const logs = family.points.flatMap(({ speedup }) =>
    speedup === undefined ? [] : [Math.log(speedup.ratio)],
  );
  if (logs.length === 0) return undefined;
  return Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length);
}

function speedupFigure(group: SeriesGroup, summary: RunSummary, baseline: string): Figure {
  const ranked = group.families
    .filter(({ family }) => family !== baseline)
    .flatMap((family) => {
      const mean = meanSpeedup(family);
      return mean === undefined ? [] : [{ family, mean }];
    })
    .toSorted((a, b) => b.mean - a.mean);
  const best = ranked[0];
  if (best === undefined) {
    return {
      label: `Speed-up over ${baseline}`,
      value: NO_VALUE,
      sub: `needs ${baseline} and another family at one batch size`,
    };
  }
  const ratios = best.family.points.flatMap(({ speedup }) => speedup ?? []);
  const values = ratios.map(({ ratio }) => ratio);
  const enough = summary.finishedReplicates >= VERDICT_REPLICATES && !summary.provisional;
  const faster = ratios.every(({ interval }) => interval !== undefined && interval.low > 1);
  const slower = ratios.every(({ interval }) => interval !== undefined && interval.high < 1);
  const range = `${formatRatio(Math.min(...values))} to ${formatRatio(Math.max(...values))} × over ${countOf(values.length, 'batch size')}`;
  const verdict = !enough
    ? `no verdict ${summary.provisional ? 'before the end' : `under ${VERDICT_REPLICATES} replicates`}`
    : faster
      ? 'every interval above 1'
      : slower
        ? 'every interval below 1'
        : 'not at every batch size';
  const mark = !enough ? '' : faster ? '▲ ' : slower ? '▼ ' : '● ';
  const word = !enough ? '' : faster ? ' faster' : slower ? ' slower' : ' mixed';
  return {
    label: `${best.family.family} over ${baseline}, geometric mean`,
    value: `${mark}${formatRatio(best.mean)} ×${word}`,
    sub: `${range}; ${verdict}`,
    ...(enough ? { tone: faster ? 'good' : slower ? 'bad' : 'neutral' } : {}),
  };
}

function cellsFigure({ cells }: RunSummary): Figure {
  const count = (status: CellStatus): number =>
    cells.filter((cell) => cell.status === status).length;
  const parts = [
    [count('incorrect'), '! ', 'incorrect'],
    [count('failed'), '✕ ', 'failed'],
    [count('unsupported'), '× ', 'unsupported'],
    [count('waiting'), '◌ ', 'waiting'],
  ] as const;
  const others = parts.filter(([number]) => number > 0);
  return {
    label: 'Cells measured',
    value: `${formatNumber(count('measured'))} of ${formatNumber(cells.length)}`,
    sub:
      others.length === 0
        ? '0 incorrect, 0 failed'
        : others.map(([number, mark, word]) => `${mark}${number} ${word}`).join(' · '),
  };
}

function replicatesFigure(
  { header }: RunDocument,
  { finishedReplicates }: RunSummary,
  group: SeriesGroup,
): Figure {
  const coverages = group.families.flatMap(({ points }) =>
    points.flatMap(({ time }) => time.interval?.coverage ?? []),
  );
  const { minReplicates } = header.plan.effortPlan;
  const planned = finishedReplicates < minReplicates ? ` of ${formatNumber(minReplicates)}` : '';
  return {
    label: 'Replicates',
    value: `${formatNumber(finishedReplicates)}${planned}`,
    sub:
      coverages.length === 0
        ? 'too few for an interval'
        : `${coverageText(Math.min(...coverages))} intervals of times`,
  };
}

/** The best tactic's share of the measured read bandwidth at the smallest batch size. */
function bandwidthFigure(summary: RunSummary, group: SeriesGroup): Figure {
  const points = group.families.flatMap((family) => family.points);
  const batch = Math.min(...points.map(({ batchSize }) => batchSize));
  const best = points
    .filter(({ batchSize }) => batchSize === batch)
    .toSorted((a, b) => a.time.medianUs - b.time.medianUs)[0];
  const cell = summary.cells.find((one) => one.cell.index === best?.cell);
  const share = cell?.bandwidthShare;
  const rate = cell?.weightBytesPerSecond;
  if (best === undefined || rate === undefined) {
    return { label: 'Of read bandwidth', value: NO_VALUE, sub: 'nothing measured yet' };
  }
  if (share === undefined) {
    return {
      label: `Weights read, batch ${batch}`,
      value: `${formatGigabytesPerSecond(rate)} GB/s`,
      sub: 'best tactic; the bandwidth of the device was not measured',
    };
  }
  return {
    label: `Of read bandwidth, batch ${batch}`,
    value: `${formatPercent(share)} %`,
    sub: `${formatGigabytesPerSecond(rate)} GB/s of weights, best tactic`,
  };
}

/** The widest half interval of the best times: how far they may be off. */
function precisionFigure(group: SeriesGroup): Figure {
  const widths = group.families.flatMap(({ points }) =>
    points.flatMap(({ time: { interval, medianUs } }) =>
      interval === undefined ? [] : [(interval.high - interval.low) / 2 / medianUs],
    ),
  );
  return widths.length === 0
    ? { label: 'Widest interval', value: NO_VALUE, sub: 'no interval with so few replicates' }
    : {
        label: 'Widest interval',
        value: `± ${formatPercent(Math.max(...widths))} %`,
        sub: 'of the best times of a family',
      };
}
