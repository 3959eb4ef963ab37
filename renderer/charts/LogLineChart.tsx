import {
  CartesianGrid,
  ErrorBar,
  Line,
  LineChart,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { ChartAnnotations } from './ChartAnnotations';
import { chartRows, intervalKey, type ChartRow } from './chartRows';
import type { ChartSpec } from './chartSpec';
import { ChartTooltip } from './ChartTooltip';
import { EndLabels } from './EndLabels';
import { SeriesDot } from './SeriesDot';

const MARGIN = { top: 14, right: 104, bottom: 16, left: 6 };
const X_AXIS_HEIGHT = 24;
const Y_AXIS_WIDTH = 52;

/** Lines over two logarithmic axes, drawn by Recharts from a spec; knows nothing of runs. */
export function LogLineChart(props: {
  readonly spec: ChartSpec;
  readonly width: number;
  readonly height: number;
}) {
  const { spec, width, height } = props;
  const tick = { fill: 'var(--faint)', fontSize: 11.5 };
  return (
    <LineChart
      width={width}
      height={height}
      data={chartRows(spec)}
      margin={MARGIN}
      title={spec.title}
      desc={`${spec.yLabel} against ${spec.xLabel}; the same data is in the table.`}
    >
      <CartesianGrid vertical={false} stroke="var(--grid)" syncWithTicks />
      <XAxis
        dataKey="x"
        type="number"
        scale="log"
        domain={[...spec.xDomain]}
        ticks={[...spec.xTicks]}
        interval={0}
        tick={tick}
        height={X_AXIS_HEIGHT}
        tickLine={false}
        axisLine={{ stroke: 'var(--grid)' }}
        label={{
          value: spec.xLabel,
          position: 'bottom',
          offset: -2,
          fill: 'var(--dim)',
          fontSize: 11.5,
        }}
      />
      <YAxis
        type="number"
        scale="log"
        domain={[...spec.yDomain]}
        ticks={[...spec.yTicks]}
        tickFormatter={spec.formatTick}
        interval={0}
        width={Y_AXIS_WIDTH}
        tick={tick}
        tickLine={false}
        axisLine={false}
        allowDataOverflow
      />
      {spec.band && (
        <ReferenceArea
          y1={spec.band.low}
          y2={spec.band.high}
          fill="var(--chip)"
          ifOverflow="hidden"
        />
      )}
      {spec.reference && (
        <ReferenceLine
          y={spec.reference.value}
          stroke="var(--family-natural)"
          strokeWidth={1.5}
          ifOverflow="extendDomain"
        />
      )}
      {spec.series.map((series) => (
        <Line
          key={series.key}
          dataKey={series.key}
          stroke={series.color}
          strokeWidth={2}
          isAnimationActive={false}
          connectNulls={false}
          dot={<SeriesDot shape={series.shape} color={series.color} />}
          activeDot={false}
        >
          <ErrorBar
            dataKey={(row: ChartRow) => row[intervalKey(series.key)]}
            width={7}
            stroke={series.color}
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        </Line>
      ))}
      <EndLabels spec={spec} />
      <ChartAnnotations spec={spec} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--line-strong)', strokeDasharray: '3 3' }}
        content={<ChartTooltip spec={spec} />}
      />
    </LineChart>
  );
}
