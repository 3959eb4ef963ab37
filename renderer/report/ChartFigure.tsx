import { createContext, useContext, type ReactNode } from 'react';
import type { ChartSpec } from '../charts/chartSpec';
import { ChartTableTwin } from '../charts/ChartTableTwin';
import { InlineMark } from '../charts/Mark';
import { LogLineChart } from '../charts/LogLineChart';
import { MeasuredWidth } from '../charts/MeasuredWidth';

/** Pixels of a chart on the page of a report; in a window it is as wide as its place. */
export const CHART_SIZE = { width: 900, height: 320 } as const;

/** Draws a chart where there is no window; undefined: there is one. */
export const StaticDrawing = createContext<((spec: ChartSpec) => ReactNode) | undefined>(undefined);

/** A chart of a report with its legend, and the same data as a table under it. */
export function ChartFigure({ spec, empty }: { readonly spec: ChartSpec; readonly empty: string }) {
  const drawn = useContext(StaticDrawing);
  if (spec.series.length === 0) return <p className="note">{empty}</p>;
  return (
    <figure className="report-chart">
      <figcaption>
        <span>
          <b>{spec.title}</b> <span className="note">{spec.note}</span>
        </span>
        <Legend spec={spec} />
      </figcaption>
      {drawn === undefined ? (
        <MeasuredWidth
          fallback={CHART_SIZE.width}
          render={(width) => <LogLineChart spec={spec} width={width} height={CHART_SIZE.height} />}
        />
      ) : (
        drawn(spec)
      )}
      <details>
        <summary>The same as a table</summary>
        <ChartTableTwin spec={spec} />
      </details>
    </figure>
  );
}

function Legend({ spec }: { readonly spec: ChartSpec }) {
  return (
    <span className="report-legend">
      {spec.series.map(({ key, shape, color }) => (
        <span key={key}>
          <InlineMark shape={shape} color={color} />
          {key}
        </span>
      ))}
    </span>
  );
}
