import type { ReactNode } from 'react';
import {
  formatGigabytesPerSecond,
  formatPercent,
  formatRatio,
  formatRelativeError,
  formatUs,
  NO_VALUE,
} from '../../../electron/engine/text/format';
import { CellStatusMark } from '../../widgets/CellStatusMark';
import { FamilyName } from '../../widgets/FamilyName';
import { coverageText } from '../../widgets/intervalText';
import { VerdictMark } from '../../widgets/VerdictMark';
import { sameEverywhere, type TacticRow } from './tacticRows';

/** Which columns: everything, or what is worth watching while a run goes on. */
export type ColumnSet = 'all' | 'live';

/** One column of the table of cells, in the window and in a report. */
export interface TacticColumn {
  /** Key in sorting and links. */
  readonly id: string;
  readonly heading: string;
  /** What the column is sorted by; undefined comes last. */
  readonly value: (row: TacticRow) => string | number | undefined;
  readonly show: (row: TacticRow) => ReactNode;
  /** What shows when the cell is pointed at. */
  readonly title?: ((row: TacticRow) => string | undefined) | undefined;
  /** Pixels at the table's usual font size: every row is laid out alike without measuring. */
  readonly min: number;
  /** Share of the width that is left over. */
  readonly grow: number;
  readonly text: boolean;
  readonly live: boolean;
}

export const TACTIC_COLUMNS: readonly TacticColumn[] = [
  figureColumn('batch', 'Batch', 54, (row) => row.batch, String),
  {
    ...textColumn('family', 'Family', 94, (row) => row.family),
    show: (row) => <FamilyName family={row.family} />,
    title: (row) => row.family,
  },
  {
    ...textColumn('tile', 'Tactic', 78, (row) => row.tile),
    title: (row) => row.id,
    grow: 1,
  },
  textColumn('instructionSet', 'Instructions', 94, (row) => row.instructionSet),
  textColumn('stage', 'Stage', 54, (row) => row.stage),
  textColumn('routing', 'Routing', 76, (row) => row.routing),
  {
    ...figureColumn('medianUs', 'Median, µs', 84, (row) => row.medianUs, formatUs),
    title: spreadWords,
  },
  {
    ...figureColumn('interval', 'Interval, µs', 108, intervalWidth, formatUs),
    show: intervalWords,
    title: intervalWords,
  },
  {
    ...figureColumn('quantiles', 'q10 to q90, µs', 108, (row) => row.q90Us, formatUs),
    show: quantileWords,
    title: quantileWords,
    live: false,
  },
  figureColumn('regret', 'Regret, %', 70, (row) => row.regret, formatPercent),
  {
    ...figureColumn('speedup', 'Speed-up, ×', 84, (row) => row.speedup, formatRatio),
    title: speedupWords,
  },
  {
    ...figureColumn(
      'bytesPerSecond',
      'GB/s',
      50,
      (row) => row.bytesPerSecond,
      formatGigabytesPerSecond,
    ),
    live: false,
  },
  {
    ...figureColumn('rooflineShare', 'Roofline, %', 78, (row) => row.rooflineShare, formatPercent),
    title: ceilingWords,
    live: false,
  },
  {
    ...figureColumn(
      'relativeError',
      'Rel. error',
      68,
      (row) => row.relativeError,
      formatRelativeError,
    ),
    live: false,
  },
  {
    ...textColumn('verdict', 'Verdict', 118, (row) => row.verdict),
    show: ({ verdict }) => (verdict === undefined ? NO_VALUE : <VerdictMark word={verdict} />),
    live: false,
  },
  {
    ...textColumn('status', 'Status', 112, (row) => row.status),
    show: (row) => <StatusCell row={row} />,
    title: ({ summary }) => summary.reason,
    grow: 0.9,
  },
];

/** Figures that a whole run may lack: where nothing was compared, or no ceiling was measured. */
const OPTIONAL = ['speedup', 'rooflineShare', 'verdict'] as const;

/** Columns that say something: not what every row shares, not what no row has. */
export function shownColumns(rows: readonly TacticRow[], set: ColumnSet): readonly TacticColumn[] {
  const hidden = new Set<string>([
    ...sameEverywhere(rows).map(({ column }) => column),
    ...OPTIONAL.filter((column) => rows.every((row) => row[column] === undefined)),
  ]);
  return TACTIC_COLUMNS.filter(({ id, live }) => !hidden.has(id) && (set === 'all' || live));
}

function textColumn(
  id: string,
  heading: string,
  min: number,
  value: (row: TacticRow) => string | undefined,
): TacticColumn {
  return { id, heading, value, show: value, min, grow: 0, text: true, live: true };
}

function figureColumn(
  id: string,
  heading: string,
  min: number,
  value: (row: TacticRow) => number | undefined,
  format: (value: number) => string,
): TacticColumn {
  const show = (row: TacticRow): ReactNode => figure(value(row), format);
  return { id, heading, value, show, min, grow: 0, text: false, live: true };
}

function figure(value: number | undefined, format: (value: number) => string): ReactNode {
  return value === undefined ? NO_VALUE : format(value);
}

function intervalWords({ summary }: TacticRow): string {
  return range(summary.time?.interval?.low, summary.time?.interval?.high);
}

function quantileWords({ q10Us, q90Us }: TacticRow): string {
  return range(q10Us, q90Us);
}

/** The quantiles are the first to give way where the table is narrow. */
function spreadWords({ q10Us, q90Us }: TacticRow): string | undefined {
  return q10Us === undefined ? undefined : `q10 to q90: ${range(q10Us, q90Us)} µs`;
}

function range(low: number | undefined, high: number | undefined): string {
  return low === undefined || high === undefined
    ? NO_VALUE
    : `${formatUs(low)} to ${formatUs(high)}`;
}

/** Shown as a range, sorted by how wide it is for its time. */
function intervalWidth({ summary }: TacticRow): number | undefined {
  const { time } = summary;
  const interval = time?.interval;
  if (time === undefined || interval === undefined) return undefined;
  return (interval.high - interval.low) / time.medianUs;
}

/** The interval shows when pointed at; the table has no room for a third range. */
function speedupWords({ summary }: TacticRow): string | undefined {
  const interval = summary.speedup?.interval;
  return interval === undefined
    ? undefined
    : `${coverageText(interval.coverage)} interval ${formatRatio(interval.low)} to ${formatRatio(interval.high)}`;
}

/** Both shares: the larger is the one of the roofline. */
function ceilingWords({ bandwidthShare, peakShare }: TacticRow): string | undefined {
  const words = [
    bandwidthShare === undefined
      ? []
      : [`${formatPercent(bandwidthShare)} % of the read bandwidth`],
    peakShare === undefined ? [] : [`${formatPercent(peakShare)} % of the compute peak`],
  ].flat();
  return words.length === 0 ? undefined : words.join(', ');
}

function StatusCell({ row }: { readonly row: TacticRow }) {
  const { status, reason } = row.summary;
  return (
    <span className="status-cell">
      <CellStatusMark status={status} />
      {reason !== undefined && <span className="note"> {reason}</span>}
    </span>
  );
}
