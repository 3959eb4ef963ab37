import { formatRouting } from '../../routing/routingText';
import type { CellSummary, FamilyPoint, Interval, SeriesGroup } from '../../runSummary';
import { countOf, formatNumber, formatPercent, formatUs, NO_VALUE } from '../../text/format';
import type { Report } from '../report';
import { codeText, markdownTable, plainText, type Alignment } from './markdownText';

const mostRows = 120;

type Heading = readonly [heading: string, alignment: Alignment];

/** Best time of each family at each batch size, a table for each stage and routing. */
export function timesMarkdown({ summary }: Report): readonly string[] {
  return familyTables(summary.groups, ({ time }) => [
    formatUs(time.medianUs),
    rangeText(time.interval, formatUs),
  ]);
}

/** Speed-up of each family over the baseline family, paired by replicate. */
export function speedupsMarkdown({ summary }: Report): readonly string[] {
  return familyTables(summary.groups, ({ speedup }) => [
    speedup === undefined ? NO_VALUE : `${formatNumber(speedup.ratio, 3)} ×`,
    rangeText(speedup?.interval, (ratio) => formatNumber(ratio, 3)),
  ]);
}

function familyTables(
  groups: readonly SeriesGroup[],
  figures: (point: FamilyPoint) => readonly [value: string, interval: string],
): readonly string[] {
  return groups.flatMap(({ stage, routing, families }) => {
    const rows = families.flatMap(({ family, points }) =>
      points.map((point) => [
        String(point.batchSize),
        codeText(family),
        ...figures(point),
        codeText(point.tacticId),
      ]),
    );
    const headings: readonly Heading[] = [
      ['batch size', 'right'],
      ['family', 'left'],
      ['best', 'right'],
      ['interval', 'left'],
      ['tactic', 'left'],
    ];
    return [
      `${stage}, ${formatRouting(routing)} routing`,
      '',
      ...markdownTable(headings, rows),
      '',
    ];
  });
}

/** Every cell with its time; the closest to the best first where there are more than can be read. */
export function tacticsMarkdown({ summary }: Report): readonly string[] {
  const byRegret = (a: CellSummary, b: CellSummary): number =>
    (a.regret ?? Infinity) - (b.regret ?? Infinity) || a.cell.index - b.cell.index;
  const shown = summary.cells.toSorted(byRegret).slice(0, mostRows);
  const left = summary.cells.length - shown.length;
  const headings: readonly Heading[] = [
    ['tactic', 'left'],
    ['stage', 'left'],
    ['routing', 'left'],
    ['batch size', 'right'],
    ['time, µs', 'right'],
    ['interval, µs', 'left'],
    ['regret, %', 'right'],
    ['status', 'left'],
  ];
  return [
    ...markdownTable(headings, shown.toSorted((a, b) => a.cell.index - b.cell.index).map(cellRow)),
    ...(left === 0 ? [] : ['', `${countOf(left, 'cell')} further from the best, in the CSV.`]),
  ];
}

function cellRow({ cell, time, regret, status, standing, reason }: CellSummary): readonly string[] {
  const state = standing === undefined ? status : `${status}, ${standing}`;
  return [
    codeText(cell.tacticId),
    cell.stage,
    formatRouting(cell.routing),
    String(cell.batchSize),
    time === undefined ? NO_VALUE : formatUs(time.medianUs),
    rangeText(time?.interval, formatUs),
    regret === undefined ? NO_VALUE : formatPercent(regret),
    reason === undefined ? state : `${state}: ${plainText(reason)}`,
  ];
}

function rangeText(interval: Interval | undefined, format: (value: number) => string): string {
  return interval === undefined ? NO_VALUE : `${format(interval.low)} to ${format(interval.high)}`;
}
