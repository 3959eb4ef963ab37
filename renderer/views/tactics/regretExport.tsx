import { csvText } from '../../../electron/engine/export/csv';
import type { SeriesGroup } from '../../../electron/engine/runSummary';
import { countOf } from '../../../electron/engine/text/format';
import type { ChartExport } from '../../charts/exports';
import { groupName } from '../../state/selectors';
import { regretLayout } from './regretLayout';
import { REGRET_LEGEND } from './regretLooks';
import type { RegretMapData } from './regretMapData';
import { RegretPicture } from './RegretPicture';

export const REGRET_TITLE = 'How far each tactic is from the best, by batch size';

/** Under which conditions the map holds. */
export function regretNote(map: RegretMapData, group: SeriesGroup): string {
  const hidden =
    map.hidden === 0 ? '' : `; ${countOf(map.hidden, 'tactic')} further from the best left out`;
  return `${groupName(group)} routing; regret in per cent; batch size in tokens${hidden}`;
}

/** A map for export. @param source where its figures come from */
export function regretExport(map: RegretMapData, group: SeriesGroup, source: string): ChartExport {
  const { width, height } = regretLayout(map);
  return {
    title: REGRET_TITLE,
    note: regretNote(map, group),
    legend: REGRET_LEGEND,
    source,
    width,
    height,
    draw: () => <RegretPicture map={map} />,
    csv: () => regretCsv(map),
  };
}

const HEADINGS = [
  'tactic',
  'family',
  'stage',
  'routing',
  'batch size, tokens',
  'regret, ratio',
  'standing',
  'status',
  'reason',
];

/** A line per square that is in the plan. */
function regretCsv({ rows }: RegretMapData): string {
  const squares = rows.flatMap(({ cells }) => cells.filter((cell) => cell !== undefined));
  return csvText(
    HEADINGS,
    squares.map(({ id, family, stage, routing, batch, regret, summary }) => [
      id,
      family,
      stage,
      routing,
      batch,
      regret,
      summary.standing,
      summary.status,
      summary.reason,
    ]),
  );
}
