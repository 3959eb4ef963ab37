import { formatRouting } from '../routing/routingText';
import type { CellSummary } from '../runSummary';
import type { CellVerdict } from '../verdict/comparisonSummary';
import { baselineTactic } from '../verdict/verdictText';

/** What a cell of the table holds; absent where there is nothing to say. */
export type CellValue = string | number | undefined;

/** `count`: a whole number from 0 below 2^31. */
export type ColumnType = 'text' | 'number' | 'count';

/** One column of the table of cells, in every format that has the table. */
export interface CellColumn {
  /** Ends in its unit where it has one. */
  readonly name: string;
  readonly type: ColumnType;
  /** `us`, `ratio` (1 = 100 %), `tokens`, `bytes`, `bytes_per_s`, `flops_per_s`; '' for none. */
  readonly unit: string;
  /** In words; FORMATS.md says the same. */
  readonly meaning: string;
  readonly of: (cell: CellSummary, verdict: CellVerdict | undefined) => CellValue;
}

/** The whole table of cells, in order. FORMATS.md documents it. */
export const cellColumns: readonly CellColumn[] = [
  text('tactic', 'Id of the tactic', ({ cell }) => cell.tacticId),
  text(
    'gemm2_tactic',
    "Id of gemm2's tactic in a layer, where the cell names another than gemm1's",
    ({ cell }) => cell.gemm2TacticId,
  ),
  text('stage', 'gemm1, gemm2 or layer', ({ cell }) => cell.stage),
  text('routing', 'How tokens chose experts, with its parameter: zipf:1.1', ({ cell }) =>
    formatRouting(cell.routing),
  ),
  count('batch_size_tokens', 'tokens', 'Tokens entering the layer', ({ cell }) => cell.batchSize),
  count('cell', '', 'Place of the cell in the plan, from 0', ({ cell }) => cell.index),
  text(
    'status',
    'measured, waiting, unsupported, incorrect or failed; only measured has a time',
    ({ status }) => status,
  ),
  text(
    'reason',
    'Why there is no time, or the latest failure of a cell that has one',
    ({ reason }) => reason,
  ),
  number('time_us', 'us', 'Median over replicate medians', ({ time }) => time?.medianUs),
  number(
    'time_low_us',
    'us',
    'Lower end of the interval of time_us, by order statistics over replicates',
    ({ time }) => time?.interval?.low,
  ),
  number(
    'time_high_us',
    'us',
    'Upper end of the interval of time_us',
    ({ time }) => time?.interval?.high,
  ),
  number(
    'time_coverage_ratio',
    'ratio',
    'Probability that the interval covers the true median: 0.95, or what so few replicates give',
    ({ time }) => time?.interval?.coverage,
  ),
  number('time_q10_us', 'us', '10th percentile over slots', ({ time }) => time?.q10Us),
  number('time_q90_us', 'us', '90th percentile over slots', ({ time }) => time?.q90Us),
  count(
    'replicates',
    '',
    'Replicates that time_us is the median of',
    ({ time }) => time?.replicates,
  ),
  count('blocks', '', 'Blocks of the cell', ({ time }) => time?.blocks),
  number(
    'regret_ratio',
    'ratio',
    'Time over the best of the same batch size, routing and stage, less 1; 0 is the best',
    ({ regret }) => regret,
  ),
  text(
    'standing',
    'chosen: what a tune takes; tied: as good as the best; absent otherwise',
    ({ standing }) => standing,
  ),
  number(
    'speedup_over_family_ratio',
    'ratio',
    "Best time of the baseline family at the same work over the cell's, paired by replicate",
    ({ speedup }) => speedup?.ratio,
  ),
  number(
    'speedup_over_family_low_ratio',
    'ratio',
    'Lower end of the 95 % interval of speedup_over_family_ratio',
    ({ speedup }) => speedup?.interval?.low,
  ),
  number(
    'speedup_over_family_high_ratio',
    'ratio',
    'Upper end of the 95 % interval of speedup_over_family_ratio',
    ({ speedup }) => speedup?.interval?.high,
  ),
  number(
    'weights_bytes',
    'bytes',
    'Mean bytes of packed weights that one launch reads',
    ({ weightBytes }) => weightBytes,
  ),
  number(
    'weights_bytes_per_s',
    'bytes_per_s',
    'weights_bytes over time_us',
    ({ weightBytesPerSecond }) => weightBytesPerSecond,
  ),
  number(
    'read_bandwidth_ratio',
    'ratio',
    'weights_bytes_per_s over the read bandwidth measured when the run began',
    ({ bandwidthShare }) => bandwidthShare,
  ),
  number(
    'compute_flops_per_s',
    'flops_per_s',
    'Multiplies and adds of the products, each counted, over time_us',
    ({ flopsPerSecond }) => flopsPerSecond,
  ),
  number(
    'compute_peak_ratio',
    'ratio',
    'compute_flops_per_s over the compute peak measured when the run began',
    ({ peakShare }) => peakShare,
  ),
  number(
    'relative_error_ratio',
    'ratio',
    'Worst error against the oracle, root mean square of the difference over that of the oracle',
    ({ relativeError }) => relativeError,
  ),
  text(
    'baseline_tactic',
    'Id of the tactic that side A ran, where it is another than tactic',
    (_, verdict) => (verdict === undefined ? undefined : baselineTactic(verdict)),
  ),
  number(
    'side_a_time_us',
    'us',
    'Side A, the baseline: median over replicate medians',
    (_, verdict) => verdict?.timeAUs,
  ),
  number(
    'side_b_time_us',
    'us',
    'Side B, the contender: median over replicate medians',
    (_, verdict) => verdict?.timeBUs,
  ),
  number(
    'speedup_b_over_a_ratio',
    'ratio',
    'Time of A over time of B, by the estimator of the verdict: above 1, B is faster',
    (_, verdict) => verdict?.speedup?.ratio,
  ),
  number(
    'speedup_low_ratio',
    'ratio',
    'Lower end of the 95 % interval of speedup_b_over_a_ratio',
    (_, verdict) => verdict?.speedup?.interval?.low,
  ),
  number(
    'speedup_high_ratio',
    'ratio',
    'Upper end of the 95 % interval of speedup_b_over_a_ratio',
    (_, verdict) => verdict?.speedup?.interval?.high,
  ),
  text(
    'verdict',
    'FASTER, SAME, SLOWER, INCONCLUSIVE, INVALID or INCORRECT, of B against A',
    (_, verdict) => verdict?.word,
  ),
  text('verdict_reason', 'Why the verdict is no clear word', (_, verdict) => verdict?.reason),
  count(
    'dropped_blocks',
    '',
    'Blocks that the validity filter took out of the comparison',
    (_, verdict) => verdict?.dropped.length,
  ),
];

function text(name: string, meaning: string, of: CellColumn['of']): CellColumn {
  return { name, type: 'text', unit: '', meaning, of };
}

function number(name: string, unit: string, meaning: string, of: CellColumn['of']): CellColumn {
  return { name, type: 'number', unit, meaning, of };
}

function count(name: string, unit: string, meaning: string, of: CellColumn['of']): CellColumn {
  return { name, type: 'count', unit, meaning, of };
}
