import { BASELINE_FAMILY } from '../../../contract/tactic';
import { formatRouting } from '../../routing/routingText';
import type { CellSummary, FamilyPoint, Interval, SeriesGroup } from '../../runSummary';
import { countOf, formatNumber, formatPercent, formatUs, NO_VALUE } from '../../text/format';
import type { Report } from '../report';
import { figure, markdownTable, rowsThatFit, text, type Column } from './markdownTable';
import { codeText, plainText } from './markdownText';

const longestReason = 200;
/** Characters of one table of families: there is one for each stage and routing. */
const familyRoom = 5000;

/** Best tactic of a family at one batch size. */
interface FamilyRow {
  readonly family: string;
  readonly point: FamilyPoint;
}

/** Best time of each family at each batch size, a table for each stage and routing. */
export function timesMarkdown({ summary }: Report): readonly string[] {
  return familyTables(summary.groups, [
    figure('best, µs', ({ point }) => formatUs(point.time.medianUs)),
    text('interval, µs', ({ point }) => rangeText(point.time.interval, formatUs)),
  ]);
}

/** Speed-up of each family over the baseline family, paired by replicate. */
export function speedupsMarkdown({ summary, plan }: Report): readonly string[] {
  const baseline = BASELINE_FAMILY[plan.target];
  const others = summary.groups.map((group) => ({
    ...group,
    families: group.families.filter(({ family }) => family !== baseline),
  }));
  return familyTables(others, [
    figure(`speed-up over ${baseline}`, ({ point: { speedup } }) =>
      speedup === undefined ? NO_VALUE : `${ratioText(speedup.ratio)} ×`,
    ),
    text('95 % interval', ({ point }) => rangeText(point.speedup?.interval, ratioText)),
  ]);
}

function familyTables(
  groups: readonly SeriesGroup[],
  figures: readonly Column<FamilyRow>[],
): readonly string[] {
  const columns: readonly Column<FamilyRow>[] = [
    figure('batch size', ({ point }) => String(point.batchSize)),
    text('family', ({ family }) => codeText(family)),
    ...figures,
    text('tactic', ({ point }) => codeText(point.tacticId)),
  ];
  return groups.flatMap(({ stage, routing, families }, index) => {
    const rows = families.flatMap(({ family, points }) =>
      points.map((point) => ({ family, point })),
    );
    return [
      ...(index === 0 ? [] : ['']),
      `${stage}, ${formatRouting(routing)} routing`,
      '',
      ...(rows.length === 0 ? ['Nothing to show.'] : tableOf(columns, rows)),
    ];
  });
}

function tableOf(
  columns: readonly Column<FamilyRow>[],
  rows: readonly FamilyRow[],
): readonly string[] {
  const shown = rowsThatFit(columns, rows, familyRoom);
  const left = rows.length - shown.length;
  return [
    ...markdownTable(columns, shown),
    ...(left === 0 ? [] : ['', `${countOf(left, 'row')} more in the CSV.`]),
  ];
}

const cellColumns: readonly Column<CellSummary>[] = [
  text('tactic', ({ cell }) => codeText(cell.tacticId)),
  text('stage', ({ cell }) => cell.stage),
  text('routing', ({ cell }) => formatRouting(cell.routing)),
  figure('batch size', ({ cell }) => String(cell.batchSize)),
  figure('time, µs', ({ time }) => (time === undefined ? NO_VALUE : formatUs(time.medianUs))),
  text('interval, µs', ({ time }) => rangeText(time?.interval, formatUs)),
  figure('regret, %', ({ regret }) => (regret === undefined ? NO_VALUE : formatPercent(regret))),
  text('status', statusText),
];

/** Every cell with its time; the closest to the best where there are more than can be read. */
export function tacticsMarkdown({ summary }: Report): readonly string[] {
  const shown = rowsThatFit(cellColumns, summary.cells.toSorted(byRegret));
  const left = summary.cells.length - shown.length;
  return [
    ...markdownTable(
      cellColumns,
      shown.toSorted((a, b) => a.cell.index - b.cell.index),
    ),
    ...(left === 0 ? [] : ['', `${countOf(left, 'cell')} further from the best, in the CSV.`]),
  ];
}

function byRegret(a: CellSummary, b: CellSummary): number {
  return (a.regret ?? Infinity) - (b.regret ?? Infinity) || a.cell.index - b.cell.index;
}

function statusText({ status, standing, reason }: CellSummary): string {
  const state = standing === undefined ? status : `${status}, ${standing}`;
  return reason === undefined ? state : `${state}: ${plainText(reason, longestReason)}`;
}

function rangeText(interval: Interval | undefined, format: (value: number) => string): string {
  return interval === undefined ? NO_VALUE : `${format(interval.low)} to ${format(interval.high)}`;
}

function ratioText(ratio: number): string {
  return formatNumber(ratio, 3);
}
