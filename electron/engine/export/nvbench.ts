import type { RunDocument } from '../../contract/runFile';
import { deviceName } from '../deviceName';
import { groupBy } from '../groupBy';
import { formatRouting } from '../routing/routingText';
import type { CellSummary } from '../runSummary';
import { summariseRun } from '../summariseRun';

/**
 * nvbench's JSON 1.0.0, as its own compare script reads it: a benchmark per tactic, stage and routing, a
 * state per batch size. Times in seconds, as summaries of the tags that nvbench itself writes. (Schema:
 * NVIDIA/nvbench, json_printer.)
 */
export function nvbenchJson(document: RunDocument): object {
  const { header } = document;
  const groups = groupBy(
    summariseRun(document).cells,
    ({ cell: { tacticId, stage, routing } }) => `${tacticId} ${stage} ${formatRouting(routing)}`,
  );
  const version = { major: 1, minor: 0, patch: 0, string: '1.0.0' };
  return {
    meta: { argv: ['moe-workbench', header.runId], version: { json: version } },
    devices: [{ id: 0, name: deviceName(document) }],
    benchmarks: [...groups].map(([name, cells], index) => ({
      name,
      index,
      devices: [0],
      axes: [
        {
          name: 'BatchSize',
          type: 'int64',
          flags: '',
          values: cells.map(({ cell }) => ({
            input_string: String(cell.batchSize),
            description: '',
            value: cell.batchSize,
          })),
        },
      ],
      states: cells.map(stateOf),
    })),
  };
}

function stateOf({ cell, time, reason }: CellSummary): object {
  const batchSize = String(cell.batchSize);
  const common = {
    name: `Device=0 BatchSize=${batchSize}`,
    device: 0,
    type_config_index: 0,
    // nvbench writes 64-bit integers as text.
    axis_values: [{ name: 'BatchSize', type: 'int64', value: batchSize }],
  };
  if (time === undefined) {
    return { ...common, summaries: [], is_skipped: true, skip_reason: reason ?? 'no time' };
  }
  const noise = (time.q90Us - time.q10Us) / (2 * 1.2816 * time.medianUs);
  return {
    ...common,
    summaries: [
      summary('nv/cold/sample_size', 'Samples', 'sample_size', 'int64', String(time.blocks)),
      summary('nv/cold/time/gpu/mean', 'GPU Time', 'duration', 'float64', time.medianUs / 1e6),
      // Half the distance of the 10th and 90th percentile, as a standard deviation.
      summary('nv/cold/time/gpu/stdev/relative', 'Noise', 'percentage', 'float64', noise),
    ],
    is_skipped: false,
  };
}

function summary(tag: string, name: string, hint: string, type: string, value: string | number) {
  return {
    tag,
    name,
    hint,
    description: 'median over replicates, by MoE Workbench',
    data: [{ name: 'value', type, value: String(value) }],
  };
}
