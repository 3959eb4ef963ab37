import { DefaultZIndexes, useXAxisScale, useYAxisScale, ZIndexLayer } from 'recharts';
import type { ChartSpec } from './chartSpec';

const OFFSET = { above: -12, below: 20 } as const;
/** Clear of the ends of an interval bar. */
const ASIDE = 10;

/** Words beside the points that matter most, readable on whatever lies below them. */
export function ChartAnnotations({ spec }: { readonly spec: ChartSpec }) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (xScale === undefined || yScale === undefined) return null;
  const middle = Math.sqrt(spec.xDomain[0] * spec.xDomain[1]);
  return (
    <ZIndexLayer zIndex={DefaultZIndexes.label}>
      <g className="chart-annotations">
        {spec.annotations.map(({ x, y, text, place }) => (
          <text
            key={text}
            x={Number(xScale(x)) + (x < middle ? ASIDE : -ASIDE)}
            y={Number(yScale(y)) + OFFSET[place]}
            textAnchor={x < middle ? 'start' : 'end'}
            fontSize={11.5}
            fill="var(--dim)"
            stroke="var(--panel)"
            strokeWidth={4}
            strokeLinejoin="round"
            paintOrder="stroke"
          >
            {text}
          </text>
        ))}
      </g>
    </ZIndexLayer>
  );
}
