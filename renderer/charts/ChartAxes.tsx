import { CartesianGrid, usePlotArea, XAxis, YAxis } from 'recharts';
import {
  AXIS_FONT,
  readableTicks,
  X_AXIS_HEIGHT,
  yAxisWidth,
  type ChartAxis,
  type ChartMargin,
} from './chartAxis';
import { shortened } from './textWidth';

const TICK = { fill: 'var(--faint)', fontSize: AXIS_FONT.size };

/** Both axes of a chart with their names and the grid; its size is that of the whole chart. */
export function ChartAxes(props: {
  readonly x: ChartAxis;
  readonly y: ChartAxis;
  readonly width: number;
  readonly margin: ChartMargin;
}) {
  const { x, y, width, margin } = props;
  const yWidth = yAxisWidth(y);
  const plotWidth = width - margin.left - margin.right - yWidth;
  return (
    <>
      <CartesianGrid vertical={false} stroke="var(--grid)" syncWithTicks />
      <XAxis
        {...(x.dataKey === undefined ? {} : { dataKey: x.dataKey })}
        type="number"
        scale={x.scale}
        domain={[...x.domain]}
        ticks={[...readableTicks(x, plotWidth)]}
        tickFormatter={x.format}
        interval={0}
        tick={TICK}
        height={X_AXIS_HEIGHT}
        tickLine={false}
        axisLine={{ stroke: 'var(--grid)' }}
      />
      <YAxis
        {...(y.dataKey === undefined ? {} : { dataKey: y.dataKey })}
        type="number"
        scale={y.scale}
        domain={[...y.domain]}
        ticks={[...y.ticks]}
        tickFormatter={y.format}
        interval={0}
        width={yWidth}
        tick={TICK}
        tickLine={false}
        axisLine={false}
        allowDataOverflow={y.scale === 'log'}
      />
      <AxisNames x={x.label} y={y.label} width={width} />
    </>
  );
}

/** The vertical axis is named above itself, so that its name is read without turning the head. */
function AxisNames(props: { readonly x: string; readonly y: string; readonly width: number }) {
  const { x, y, width } = props;
  const plot = usePlotArea();
  if (plot === undefined) return null;
  const look = { fill: 'var(--dim)', fontSize: AXIS_FONT.size };
  return (
    <g className="axis-names">
      <text x={0} y={AXIS_FONT.size} {...look}>
        {shortened(y, AXIS_FONT, width)}
      </text>
      <text
        x={plot.x + plot.width / 2}
        y={plot.y + plot.height + X_AXIS_HEIGHT + AXIS_FONT.size}
        textAnchor="middle"
        {...look}
      >
        {shortened(x, AXIS_FONT, plot.width)}
      </text>
    </g>
  );
}
