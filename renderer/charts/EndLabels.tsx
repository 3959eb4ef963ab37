import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartSpec } from './chartSpec';
import { spreadLabels } from './spreadLabels';

const GAP = 15;

/** Names at the ends of the lines, moved apart where lines end close together. */
export function EndLabels({ spec }: { readonly spec: ChartSpec }) {
  const plot = usePlotArea();
  const xScale = useXAxisScale();
  const yScale = useYAxisScale();
  if (plot === undefined || xScale === undefined || yScale === undefined) return null;
  const right = plot.x + plot.width;
  const ends = spec.series.map(({ key, color, points }) => {
    const last = points.at(-1);
    return { key, color, x: Number(xScale(last?.x)), y: Number(yScale(last?.y)) };
  });
  if (spec.reference !== undefined) {
    const { label, value } = spec.reference;
    ends.push({ key: label, color: 'var(--family-natural)', x: right, y: Number(yScale(value)) });
  }
  const drawn = ends.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const placed = spreadLabels(
    drawn.map(({ y }) => y),
    GAP,
    plot.y + 4,
    plot.y + plot.height,
  );
  return (
    <g className="end-labels">
      {drawn.map(({ key, color }, index) => (
        <text key={key} x={right + 8} y={(placed[index] ?? 0) + 4} fill={color}>
          {key}
        </text>
      ))}
    </g>
  );
}
