import { Button } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useRef } from 'react';
import { updateView, useRoute } from '../state/router';
import { Card } from '../widgets/Card';
import { Provisional } from '../widgets/StatusMark';
import type { ChartSpec } from './chartSpec';
import { ChartTableTwin } from './ChartTableTwin';
import { chartCsv } from './chartTable';
import { ExportMenu } from './ExportMenu';
import { LogLineChart } from './LogLineChart';

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
  readonly height?: number;
}) {
  const { spec, name, empty, provisional, height = HEIGHT } = props;
  const { ref, width } = useElementSize();
  const picture = useRef<HTMLDivElement>(null);
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
      <ExportMenu
        text={{
          title: spec.title,
          note: `${provisional ? 'PROVISIONAL; ' : ''}${spec.yLabel}; ${spec.note}`,
          legend: spec.series,
        }}
        csv={() => chartCsv(spec)}
        drawn={!asTable}
        picture={() => picture.current?.querySelector('svg.recharts-surface') ?? null}
      />
    </>
  );
  return (
    <Card
      title={spec.title}
      note={spec.note}
      mark={provisional ? <Provisional /> : undefined}
      actions={actions}
    >
      <div ref={ref} className="chart-box" style={{ minHeight: asTable ? undefined : height }}>
        {!hasData && <p className="chart-empty note">{empty}</p>}
        {hasData && asTable && <ChartTableTwin spec={spec} />}
        {hasData && !asTable && (
          <div ref={picture}>
            <LogLineChart spec={spec} width={width > 0 ? width : FALLBACK_WIDTH} height={height} />
          </div>
        )}
      </div>
    </Card>
  );
}
