import { useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartSpec } from './chartSpec';

const OFFSET = { above: -12, below: 20 } as const;

/** Words beside the points that matter most. */
export function ChartAnnotations({ spec }: { readonly spec: ChartSpec }) {
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (xScale === undefined || yScale === undefined) return null;
  const middle = Math.sqrt(spec.xDomain[0] * spec.xDomain[1]);
  return (
    <g className="chart-annotations">
      {spec.annotations.map(({ x, y, text, place }) => (
        <text
          key={text}
          x={Number(xScale(x)) + (x < middle ? 6 : -6)}
          y={Number(yScale(y)) + OFFSET[place]}
          textAnchor={x < middle ? 'start' : 'end'}
        >
          {text}
        </text>
      ))}
    </g>
  );
}
