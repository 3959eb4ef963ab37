import type { ReactNode } from 'react';
import { ErrorBar, Line, LineChart, ReferenceArea, ReferenceLine, Tooltip } from 'recharts';
import { ChartAnnotations } from './ChartAnnotations';
import { ChartAxes } from './ChartAxes';
import { chartMargin, type ChartAxis } from './chartAxis';
import { chartRows, intervalKey, valueKey } from './chartRows';
import type { ChartSpec } from './chartSpec';
import { ChartTooltip } from './ChartTooltip';
import { EndLabels, endLabelsWidth } from './EndLabels';
import { SeriesDot } from './SeriesDot';

/** Lines over two logarithmic axes, drawn by Recharts from a spec; knows nothing of runs. */
export function LogLineChart(props: {
  readonly spec: ChartSpec;
  readonly width: number;
  readonly height: number;
  /** Drawn above the lines; may use the chart's scales. */
  readonly children?: ReactNode;
}) {
  const { spec, width, height, children } = props;
  const labelsWidth = endLabelsWidth(spec, width);
  const margin = chartMargin(labelsWidth);
  return (
    <LineChart
      width={width}
      height={height}
      data={chartRows(spec)}
      margin={margin}
      title={spec.title}
      desc={`${spec.yLabel} against ${spec.xLabel}; the same data is in the table.`}
    >
      <ChartAxes x={xAxisOf(spec)} y={yAxisOf(spec)} width={width} margin={margin} />
      {spec.band && (
        <ReferenceArea
          y1={spec.band.low}
          y2={spec.band.high}
          fill="var(--chip)"
          fillOpacity={1}
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
      {spec.series.map((series, index) => (
        <Line
          key={series.key}
          dataKey={valueKey(index)}
          stroke={series.color}
          strokeWidth={2}
          isAnimationActive={false}
          connectNulls={false}
          dot={<SeriesDot shape={series.shape} color={series.color} />}
          activeDot={false}
        >
          <ErrorBar
            dataKey={intervalKey(index)}
            width={7}
            stroke={series.color}
            strokeWidth={1.5}
            isAnimationActive={false}
          />
        </Line>
      ))}
      <EndLabels spec={spec} width={labelsWidth} />
      <ChartAnnotations spec={spec} />
      <Tooltip
        isAnimationActive={false}
        cursor={{ stroke: 'var(--line-strong)', strokeDasharray: '3 3' }}
        content={<ChartTooltip spec={spec} />}
      />
      {children}
    </LineChart>
  );
}

function xAxisOf({ xLabel, xDomain, xTicks }: ChartSpec): ChartAxis {
  const look = { dataKey: 'x', label: xLabel, scale: 'log', format: String } as const;
  return { ...look, domain: xDomain, ticks: xTicks };
}

function yAxisOf({ yLabel, yDomain, yTicks, formatTick }: ChartSpec): ChartAxis {
  return { label: yLabel, scale: 'log', domain: yDomain, ticks: yTicks, format: formatTick };
}
