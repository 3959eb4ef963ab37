import { usePlotArea, useXAxisScale, useYAxisScale } from 'recharts';
import type { ChartSpec } from './chartSpec';
import { spreadLabels } from './spreadLabels';
import { shortened, textWidth } from './textWidth';

const FONT = { size: 12, bold: true } as const;
const WEIGHT = 620;
/** Between the baselines of two names; less where there are more names than room. */
const GAP = 15;
/** Between the plot and the names. */
const INDENT = 8;
const LEAST_WIDTH = 40;
/** Share of the chart that names may take from the plot. */
const MOST_SHARE = 0.26;

/** Pixels that the names at the ends of the lines take beside the plot of a chart so wide. */
export function endLabelsWidth({ series, reference }: ChartSpec, chartWidth: number): number {
  const names = [...series.map(({ key }) => key), ...(reference ? [reference.label] : [])];
  const widest = Math.max(0, ...names.map((name) => textWidth(name, FONT)));
  return Math.ceil(Math.max(LEAST_WIDTH, Math.min(widest + INDENT, MOST_SHARE * chartWidth)));
}

/** Names at the ends of the lines, moved apart where lines end close together. */
export function EndLabels({ spec, width }: { readonly spec: ChartSpec; readonly width: number }) {
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
  const gap = Math.min(GAP, plot.height / drawn.length);
  const placed = spreadLabels(
    drawn.map(({ y }) => y),
    gap,
    plot.y + 4,
    plot.y + plot.height,
  );
  const font = { ...FONT, size: Math.min(FONT.size, gap) };
  return (
    <g className="end-labels">
      {drawn.map(({ key, color }, index) => (
        <text
          key={key}
          x={right + INDENT}
          y={(placed[index] ?? 0) + 4}
          fill={color}
          fontSize={font.size}
          fontWeight={WEIGHT}
        >
          {shortened(key, font, width - INDENT)}
        </text>
      ))}
    </g>
  );
}
