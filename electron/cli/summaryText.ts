import type { RunDocument } from '../contract/runFile';
import { formatRouting } from '../engine/routing/routingText';
import type { CellSummary, Interval, RunSummary, SeriesGroup } from '../engine/runSummary';
import { countOf, formatRelativeError } from '../engine/text/format';
import { latestEnvironment } from '../engine/cellRates';
import { formatTable } from './table';

/** What a run file says, for a terminal. */
export function formatSummary(document: RunDocument, summary: RunSummary, path: string): string {
  const { plan, runId } = document.header;
  const { problem } = plan;
  const { readBandwidth: bandwidth, computePeak } = latestEnvironment(document);
  const lines = [
    `${runId}${summary.provisional ? ' (provisional: the run is not finished)' : ''}`,
    `${problem.hiddenSize} / ${problem.intermediateSize} / ${problem.numExperts} experts / ` +
      `top-${problem.topK}, ${problem.scheme}, ${problem.activation}, ${plan.cacheMode} weights, ` +
      `${countOf(summary.finishedReplicates, 'replicate')}, seed ${plan.seed}`,
    `${document.header.environment.cpu.model}; ` +
      (bandwidth === undefined
        ? 'read bandwidth not measured'
        : `read bandwidth ${gigabytes(bandwidth.bytesPerSecond)} GB/s with ${countOf(bandwidth.threads, 'thread')}`) +
      (computePeak === undefined
        ? ''
        : `, compute peak ${gigabytes(computePeak.flopsPerSecond)} GFLOP/s`),
    '',
    formatTable(cellHeadings, summary.cells.map(cellRow)),
    ...summary.groups.map(formatSpeedups),
    `run file: ${path}`,
  ];
  return `${lines.join('\n')}\n`;
}

const cellHeadings = [
  'tactic',
  'stage',
  'routing',
  'batch',
  'time, µs',
  'interval, µs',
  'GB/s',
  'of read',
  'of peak',
  'regret',
  'error',
  'status',
];

function cellRow(summary: CellSummary): readonly string[] {
  const { cell, time } = summary;
  return [
    cell.tacticId,
    cell.stage,
    formatRouting(cell.routing),
    String(cell.batchSize),
    time === undefined ? '–' : time.medianUs.toFixed(1),
    formatInterval(time?.interval, 1),
    summary.weightBytesPerSecond === undefined ? '–' : gigabytes(summary.weightBytesPerSecond),
    percent(summary.bandwidthShare, 0),
    percent(summary.peakShare, 0),
    percent(summary.regret, 1),
    summary.relativeError === undefined ? '–' : formatRelativeError(summary.relativeError),
    summary.reason === undefined ? summary.status : `${summary.status}: ${summary.reason}`,
  ];
}

function formatSpeedups(group: SeriesGroup): string {
  const rows = group.families.flatMap(({ family, points }) =>
    points.map(({ batchSize, tacticId, speedup }) => [
      family,
      String(batchSize),
      speedup === undefined ? '–' : `${speedup.ratio.toFixed(3)} ×`,
      formatInterval(speedup?.interval, 3),
      tacticId,
    ]),
  );
  const title = `Speed-up over the baseline family, ${group.stage}, ${formatRouting(group.routing)}`;
  return `${title}\n${formatTable(['family', 'batch', 'speed-up', 'interval', 'best tactic'], rows)}`;
}

function formatInterval(interval: Interval | undefined, digits: number): string {
  return interval === undefined
    ? '–'
    : `${interval.low.toFixed(digits)} to ${interval.high.toFixed(digits)} (${percent(interval.coverage, 0)})`;
}

function percent(value: number | undefined, digits: number): string {
  return value === undefined ? '–' : `${(value * 100).toFixed(digits)} %`;
}

function gigabytes(bytesPerSecond: number): string {
  return (bytesPerSecond / 1e9).toFixed(1);
}
