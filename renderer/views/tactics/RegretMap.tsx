import type { RunPlan } from '../../../electron/contract/plan';
import type { SeriesGroup } from '../../../electron/engine/runSummary';
import { ExportMenu } from '../../charts/ExportMenu';
import { sourceText } from '../../charts/exports';
import { Card } from '../../widgets/Card';
import { Provisional } from '../../widgets/StatusMark';
import { REGRET_TITLE, regretExport, regretNote } from './regretExport';
import { regretMap } from './regretMapData';
import { RegretLegend, RegretTable } from './RegretTable';
import type { TacticRow } from './tacticRows';

/** How far each tactic is from the best, by batch size. It is a table: its figures are in it. */
export function RegretMap(props: {
  readonly plan: RunPlan;
  readonly rows: readonly TacticRow[];
  readonly group: SeriesGroup;
  readonly provisional: boolean;
  /** Where the figures come from. */
  readonly source: string;
}) {
  const { plan, rows, group, provisional, source } = props;
  const map = regretMap(plan, rows, group);
  if (map.rows.length === 0) return null;
  return (
    <Card
      title={REGRET_TITLE}
      note={regretNote(map, group)}
      mark={provisional ? <Provisional /> : undefined}
      actions={<ExportMenu chart={regretExport(map, group, sourceText(source, provisional))} />}
    >
      <RegretLegend />
      <div className="regret-scroll" tabIndex={0} role="region" aria-label="Map of regrets">
        <RegretTable map={map} />
      </div>
    </Card>
  );
}
