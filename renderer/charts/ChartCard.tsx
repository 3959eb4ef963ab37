import { Button } from '@mantine/core';
import { updateView, useRoute } from '../state/router';
import { Card } from '../widgets/Card';
import { Provisional } from '../widgets/StatusMark';
import type { ChartSpec } from './chartSpec';
import { ChartTableTwin } from './ChartTableTwin';
import { ExportMenu } from './ExportMenu';
import { sourceText } from './exports';
import { lineChartExport } from './lineChartExport';
import { LogLineChart } from './LogLineChart';
import { MeasuredWidth } from './MeasuredWidth';

const HEIGHT = 288;
/** Where there is no layout yet (first frame, tests) a chart is drawn this wide. */
const FALLBACK_WIDTH = 640;

/** A chart with its title, its table twin and its export; which of the two shows is in the link. */
export function ChartCard(props: {
  readonly spec: ChartSpec;
  /** Key in the link. */
  readonly name: string;
  readonly empty: string;
  /** Figures may still move: said beside the title and in exported pictures. */
  readonly provisional: boolean;
  /** Where the figures come from: stands in exported pictures. */
  readonly source: string;
  readonly height?: number;
}) {
  const { spec, name, empty, provisional, source, height = HEIGHT } = props;
  const asTable = useRoute().view[name] === 'table';
  const hasData = spec.series.length > 0;
  const actions = hasData && (
    <>
      <Button
        variant="default"
        size="compact-xs"
        aria-pressed={asTable}
        onClick={() => updateView({ [name]: asTable ? undefined : 'table' }, 'push')}
      >
        {asTable ? 'Show as chart' : 'Show as table'}
      </Button>
      <ExportMenu chart={lineChartExport(spec, sourceText(source, provisional))} />
    </>
  );
  return (
    <Card
      title={spec.title}
      note={spec.note}
      mark={provisional ? <Provisional /> : undefined}
      actions={actions}
    >
      <div className="chart-box" style={{ minHeight: asTable ? undefined : height }}>
        {!hasData && <p className="chart-empty note">{empty}</p>}
        {hasData && asTable && <ChartTableTwin spec={spec} />}
        {hasData && !asTable && (
          <MeasuredWidth
            fallback={FALLBACK_WIDTH}
            render={(width) => <LogLineChart spec={spec} width={width} height={height} />}
          />
        )}
      </div>
    </Card>
  );
}
