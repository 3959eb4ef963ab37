import type { RunDocument, SlotRecord } from '../../contract/runFile';
import { deviceName } from '../deviceName';
import { groupBy } from '../groupBy';
import { formatRouting } from '../routing/routingText';
import { quantile, sampleDeviation } from '../statistics/quantiles';
import type { TimeEstimate } from '../runSummary';
import { choiceId } from '../tuning/choices';
import { sideCells, type SideCell } from './sideCells';

/**
 * nvbench's JSON 1.0.0, as its own scripts read it: a benchmark per tactic, stage and routing, a state per
 * batch size. A sample is the median of a replicate. Times in seconds, as summaries of the tags that nvbench
 * itself writes. (Schema: NVIDIA/nvbench, json_printer.cu; FORMATS.md says what maps to what.)
 *
 * @param side as in sideCells
 */
export function nvbenchJson(document: RunDocument, side?: SlotRecord['side']): object {
  const groups = groupBy(
    sideCells(document, side),
    ({ summary: { cell } }) => `${choiceId(cell)} ${cell.stage} ${formatRouting(cell.routing)}`,
  );
  const version = { major: 1, minor: 0, patch: 0, string: '1.0.0' };
  return {
    meta: { argv: ['moe-workbench', document.header.runId], version: { json: version } },
    devices: [{ id: 0, name: deviceName(document) }],
    benchmarks: [...groups].map(([name, cells], index) => ({
      name,
      index,
      devices: [0],
      axes: [batchSizeAxis(cells)],
      states: cells.map(stateOf),
    })),
  };
}

const batchSizeName = 'BatchSize';

function batchSizeAxis(cells: readonly SideCell[]): object {
  return {
    name: batchSizeName,
    type: 'int64',
    flags: '',
    values: cells.map(({ summary: { cell } }) => ({
      input_string: String(cell.batchSize),
      description: '',
      value: cell.batchSize,
    })),
  };
}

function stateOf(sideCell: SideCell): object {
  const { cell, status, time, reason } = sideCell.summary;
  // nvbench writes 64-bit integers as text.
  const batchSize = String(cell.batchSize);
  return {
    name: `Device=0 ${batchSizeName}=${batchSize}`,
    device: 0,
    type_config_index: 0,
    axis_values: [{ name: batchSizeName, type: 'int64', value: batchSize }],
    ...(time === undefined
      ? { summaries: [], is_skipped: true, skip_reason: reason ?? status }
      : { summaries: summariesOf(sideCell, time), is_skipped: false }),
  };
}

function summariesOf({ summary: cell, samplesUs, clockMhz }: SideCell, time: TimeEstimate) {
  const seconds = (name: string, title: string, us: number, meaning: string) =>
    float(`nv/cold/time/gpu/${name}`, title, 'duration', us / 1e6, meaning);
  const quartile = (probability: number) => quantile(samplesUs, probability);
  const [q1Us, q3Us] = [quartile(0.25), quartile(0.75)];
  // As nvbench has it: no noise can be told from one sample.
  const deviationUs = samplesUs.length < 2 ? Infinity : sampleDeviation(samplesUs);
  return [
    summary('nv/cold/sample_size', 'Samples', 'sample_size', 'Replicates', {
      type: 'int64',
      value: String(samplesUs.length),
    }),
    seconds('min', 'Min', quartile(0), 'Smallest replicate median'),
    seconds('max', 'Max', quartile(1), 'Largest replicate median'),
    // The compare scripts look at the mean or at the median: both are what the workbench calls the time.
    seconds('mean', 'GPU Time', time.medianUs, 'Median over replicate medians'),
    seconds('stdev/absolute', 'Deviation', deviationUs, 'Of replicate medians'),
    relative('stdev/relative', 'Noise', deviationUs / time.medianUs),
    seconds('q1', 'Q1', q1Us, 'First quartile of replicate medians'),
    seconds('median', 'Median', time.medianUs, 'Median over replicate medians'),
    seconds('q3', 'Q3', q3Us, 'Third quartile of replicate medians'),
    seconds('iqr/absolute', 'IQR', q3Us - q1Us, 'Of replicate medians'),
    relative('iqr/relative', 'Relative IQR', (q3Us - q1Us) / time.medianUs),
    ...clockSummary(clockMhz),
    ...bandwidthSummaries(cell),
  ];
}

function relative(name: string, title: string, ratio: number): object {
  return float(
    `nv/cold/time/gpu/${name}`,
    title,
    'percentage',
    ratio,
    'Of replicate medians, over their median',
  );
}

/** The robust compare script calls no difference clear that clocks do not confirm. */
function clockSummary(clockMhz: number | undefined): readonly object[] {
  return clockMhz === undefined
    ? []
    : [
        float(
          'nv/cold/sm_clock_rate/mean',
          'Clock Rate',
          'frequency',
          clockMhz * 1e6,
          'Mean over blocks',
        ),
      ];
}

function bandwidthSummaries({ weightBytesPerSecond, bandwidthShare }: SideCell['summary']) {
  return [
    ...(weightBytesPerSecond === undefined
      ? []
      : [
          float(
            'nv/cold/bw/global/bytes_per_second',
            'GlobalMem BW',
            'byte_rate',
            weightBytesPerSecond,
            'Packed weights that a launch reads, over its time',
          ),
        ]),
    ...(bandwidthShare === undefined
      ? []
      : [
          float(
            'nv/cold/bw/global/utilization',
            'BWUtil',
            'percentage',
            bandwidthShare,
            'Of the read bandwidth measured when the run began',
          ),
        ]),
  ];
}

function float(tag: string, name: string, hint: string, value: number, description: string) {
  return summary(tag, name, hint, description, { type: 'float64', value: floatText(value) });
}

/** nvbench writes numbers as text, infinity as `inf`. */
function floatText(value: number): string {
  return Number.isFinite(value) ? String(value) : 'inf';
}

function summary(
  tag: string,
  name: string,
  hint: string,
  description: string,
  data: { readonly type: 'int64' | 'float64'; readonly value: string },
) {
  return { tag, name, hint, description, data: [{ name: 'value', ...data }] };
}
