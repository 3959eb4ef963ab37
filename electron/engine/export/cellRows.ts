import type { RunDocument } from '../../contract/runFile';
import { formatRouting } from '../routing/routingText';
import type { CellSummary } from '../runSummary';
import { summariseRun } from '../summariseRun';
import { compareRun } from '../verdict/compareRun';
import type { CellVerdict } from '../verdict/comparisonSummary';
import type { CsvValue } from './csv';

/** One column of the table of cells; its name says the unit. */
interface CellColumn {
  readonly name: string;
  readonly of: (cell: CellSummary, verdict: CellVerdict | undefined) => CsvValue;
}

const columns: readonly CellColumn[] = [
  { name: 'tactic', of: ({ cell }) => cell.tacticId },
  { name: 'gemm2_tactic', of: ({ cell }) => cell.gemm2TacticId },
  { name: 'stage', of: ({ cell }) => cell.stage },
  { name: 'routing', of: ({ cell }) => formatRouting(cell.routing) },
  { name: 'batch_size_tokens', of: ({ cell }) => cell.batchSize },
  { name: 'status', of: ({ status }) => status },
  { name: 'reason', of: ({ reason }) => reason },
  { name: 'time_us', of: ({ time }) => time?.medianUs },
  { name: 'time_low_us', of: ({ time }) => time?.interval?.low },
  { name: 'time_high_us', of: ({ time }) => time?.interval?.high },
  { name: 'time_coverage_ratio', of: ({ time }) => time?.interval?.coverage },
  { name: 'time_q10_us', of: ({ time }) => time?.q10Us },
  { name: 'time_q90_us', of: ({ time }) => time?.q90Us },
  { name: 'replicates', of: ({ time }) => time?.replicates },
  { name: 'blocks', of: ({ time }) => time?.blocks },
  { name: 'regret_ratio', of: ({ regret }) => regret },
  { name: 'standing', of: ({ standing }) => standing },
  { name: 'weights_bytes', of: ({ weightBytes }) => weightBytes },
  { name: 'weights_bytes_per_s', of: ({ weightBytesPerSecond }) => weightBytesPerSecond },
  { name: 'read_bandwidth_ratio', of: ({ bandwidthShare }) => bandwidthShare },
  { name: 'relative_error_ratio', of: ({ relativeError }) => relativeError },
  { name: 'baseline_tactic', of: (_, verdict) => verdict?.cell.baselineTacticId },
  { name: 'side_a_time_us', of: (_, verdict) => verdict?.timeAUs },
  { name: 'side_b_time_us', of: (_, verdict) => verdict?.timeBUs },
  { name: 'speedup_b_over_a_ratio', of: (_, verdict) => verdict?.speedup?.ratio },
  { name: 'speedup_low_ratio', of: (_, verdict) => verdict?.speedup?.interval?.low },
  { name: 'speedup_high_ratio', of: (_, verdict) => verdict?.speedup?.interval?.high },
  { name: 'verdict', of: (_, verdict) => verdict?.word },
  { name: 'verdict_reason', of: (_, verdict) => verdict?.reason },
  { name: 'dropped_blocks', of: (_, verdict) => verdict?.dropped.length },
];

export interface CellTable {
  readonly headings: readonly string[];
  readonly rows: readonly (readonly CsvValue[])[];
}

/** Every cell of a run with its figures; those of a comparison are absent in a run of one side. */
export function cellTable(document: RunDocument): CellTable {
  const verdicts = new Map(
    compareRun(document)?.cells.map((verdict) => [verdict.cell.index, verdict]),
  );
  return {
    headings: columns.map(({ name }) => name),
    rows: summariseRun(document).cells.map((summary) =>
      columns.map(({ of }) => of(summary, verdicts.get(summary.cell.index))),
    ),
  };
}
