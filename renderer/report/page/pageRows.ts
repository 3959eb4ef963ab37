import type { RunPlan } from '../../../electron/contract/plan';
import type { Tactic } from '../../../electron/contract/tactic';
import { rooflineShare } from '../../../electron/engine/roofline';
import { shortTacticLabel } from '../../../electron/engine/tacticId';
import type { FilterRow } from '../../views/tactics/tacticRows';

/** The page's data as far as the filter needs it; FORMATS.md of the export describes the columns. */
interface PageData {
  readonly plan: Pick<RunPlan, 'tactics'>;
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

type ValueOf = (column: string) => string | number | undefined;

/** Cells by their index in the plan, as the filter sees them. */
export function readRows(): ReadonlyMap<number, FilterRow> {
  const text = document.querySelector('#report-data')?.textContent ?? '';
  const { plan, columns, rows } = JSON.parse(text) as PageData; // written with the page
  const tactics = new Map(plan.tactics.map((tactic) => [tactic.id, tactic]));
  const place = new Map(columns.map(({ name }, index) => [name, index]));
  return new Map(
    rows.map((values) => {
      const valueOf: ValueOf = (column) => values[place.get(column) ?? -1] ?? undefined;
      return [Number(valueOf('cell')), rowOf(valueOf, tactics)];
    }),
  );
}

function rowOf(valueOf: ValueOf, tactics: ReadonlyMap<string, Tactic>): FilterRow {
  const text = (column: string): string => String(valueOf(column) ?? '');
  const figure = (column: string): number | undefined => {
    const value = valueOf(column);
    return typeof value === 'number' ? value : undefined;
  };
  const tactic = tactics.get(text('tactic'));
  const shares = {
    bandwidthShare: figure('read_bandwidth_ratio'),
    peakShare: figure('compute_peak_ratio'),
  };
  return {
    id: text('tactic'),
    family: tactic?.family ?? '',
    instructionSet: tactic?.instructionSet ?? '',
    tile: tactic === undefined ? '' : shortTacticLabel(tactic),
    stage: text('stage'),
    batch: figure('batch_size_tokens') ?? 0,
    routing: text('routing'),
    medianUs: figure('time_us'),
    regret: figure('regret_ratio'),
    speedup: figure('speedup_over_family_ratio'),
    bytesPerSecond: figure('weights_bytes_per_s'),
    ...shares,
    rooflineShare: rooflineShare(shares)?.share,
    relativeError: figure('relative_error_ratio'),
    verdict: valueOf('verdict') as FilterRow['verdict'], // the column holds verdict words only
    status: text('status') as FilterRow['status'], // the column holds statuses only
  };
}
