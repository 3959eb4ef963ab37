import {
  createColumnHelper,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
} from '@tanstack/react-table';
import type { ReactNode } from 'react';
import { CellStatusMark } from '../../widgets/CellStatusMark';
import { FamilyName } from '../../widgets/FamilyName';
import {
  formatGigabytesPerSecond,
  formatPercent,
  formatRatio,
  formatRelativeError,
  formatUs,
  NO_VALUE,
} from '../../../electron/engine/text/format';
import { coverageText } from '../../widgets/intervalText';
import type { TacticRow } from './tacticRows';

export const tacticFeatures = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

/** Which columns: everything, or what is worth watching while a run goes on. */
export type ColumnSet = 'all' | 'live';

export interface ColumnLook {
  /** Pixels at the table's usual font size. */
  readonly min: number;
  /** Share of the width that is left over. */
  readonly grow: number;
  readonly text: boolean;
  readonly live: boolean;
}

/** Widths in a grid: every row is laid out alike without measuring. */
export const COLUMN_LOOKS: Readonly<Record<string, ColumnLook>> = {
  batch: { min: 60, grow: 0, text: false, live: true },
  family: { min: 98, grow: 0, text: true, live: true },
  tile: { min: 86, grow: 1, text: true, live: true },
  instructionSet: { min: 94, grow: 0, text: true, live: true },
  stage: { min: 54, grow: 0, text: true, live: true },
  routing: { min: 76, grow: 0, text: true, live: true },
  medianUs: { min: 88, grow: 0, text: false, live: true },
  interval: { min: 128, grow: 0, text: false, live: true },
  quantiles: { min: 128, grow: 0, text: false, live: false },
  regret: { min: 70, grow: 0, text: false, live: true },
  speedup: { min: 86, grow: 0, text: false, live: true },
  bytesPerSecond: { min: 50, grow: 0, text: false, live: false },
  bandwidthShare: { min: 94, grow: 0, text: false, live: false },
  relativeError: { min: 72, grow: 0, text: false, live: false },
  status: { min: 112, grow: 0.9, text: true, live: true },
};

const helper = createColumnHelper<typeof tacticFeatures, TacticRow>();

const figure = (value: number | undefined, format: (value: number) => string): ReactNode =>
  value === undefined ? <span className="note">{NO_VALUE}</span> : format(value);

const range = (low: number | undefined, high: number | undefined): ReactNode =>
  low === undefined || high === undefined ? (
    <span className="note">{NO_VALUE}</span>
  ) : (
    `${formatUs(low)} to ${formatUs(high)}`
  );

const sortedLast = { sortFn: 'basic', sortUndefined: 'last' } as const;

export const TACTIC_COLUMNS = helper.columns([
  helper.accessor('batch', { header: 'Batch', sortFn: 'basic' }),
  helper.accessor('family', {
    header: 'Family',
    sortFn: 'basic',
    cell: (context) => <FamilyName family={context.row.original.family} />,
  }),
  helper.accessor('tile', {
    header: 'Tactic',
    sortFn: 'basic',
    cell: (context) => <span title={context.row.original.id}>{context.row.original.tile}</span>,
  }),
  helper.accessor('instructionSet', { header: 'Instructions', sortFn: 'basic' }),
  helper.accessor('stage', { header: 'Stage', sortFn: 'basic' }),
  helper.accessor('routing', { header: 'Routing', sortFn: 'basic' }),
  helper.accessor('medianUs', {
    header: 'Median, µs',
    ...sortedLast,
    cell: (context) => figure(context.row.original.medianUs, formatUs),
  }),
  helper.accessor((row) => intervalWidth(row), {
    id: 'interval',
    header: 'Interval, µs',
    ...sortedLast,
    cell: (context) => {
      const interval = context.row.original.summary.time?.interval;
      return range(interval?.low, interval?.high);
    },
  }),
  helper.accessor((row) => row.q90Us, {
    id: 'quantiles',
    header: 'q10 to q90, µs',
    ...sortedLast,
    cell: (context) => range(context.row.original.q10Us, context.row.original.q90Us),
  }),
  helper.accessor('regret', {
    header: 'Regret, %',
    ...sortedLast,
    cell: (context) => figure(context.row.original.regret, formatPercent),
  }),
  helper.accessor('speedup', {
    header: 'Speed-up, ×',
    ...sortedLast,
    cell: (context) => <SpeedupCell row={context.row.original} />,
  }),
  helper.accessor('bytesPerSecond', {
    header: 'GB/s',
    ...sortedLast,
    cell: (context) => figure(context.row.original.bytesPerSecond, formatGigabytesPerSecond),
  }),
  helper.accessor('bandwidthShare', {
    header: 'Bandwidth, %',
    ...sortedLast,
    cell: (context) => figure(context.row.original.bandwidthShare, formatPercent),
  }),
  helper.accessor('relativeError', {
    header: 'Rel. error',
    ...sortedLast,
    cell: (context) => figure(context.row.original.relativeError, formatRelativeError),
  }),
  helper.accessor((row) => row.summary.status, {
    id: 'status',
    header: 'Status',
    sortFn: 'basic',
    cell: (context) => <StatusCell row={context.row.original} />,
  }),
]);

/** Shown as a range, sorted by how wide it is for its time. */
function intervalWidth({ summary }: TacticRow): number | undefined {
  const { time } = summary;
  const interval = time?.interval;
  if (time === undefined || interval === undefined) return undefined;
  return (interval.high - interval.low) / time.medianUs;
}

function StatusCell({ row }: { readonly row: TacticRow }) {
  const { status, reason } = row.summary;
  return (
    <span className="status-cell" title={reason}>
      <CellStatusMark status={status} />
      {reason !== undefined && <span className="note"> {reason}</span>}
    </span>
  );
}

/** The interval shows when pointed at; the table has no room for a third range. */
function SpeedupCell({ row }: { readonly row: TacticRow }) {
  const interval = row.summary.speedup?.interval;
  const words =
    interval === undefined
      ? undefined
      : `${coverageText(interval.coverage)} interval ${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
  return <span title={words}>{figure(row.speedup, formatRatio)}</span>;
}
