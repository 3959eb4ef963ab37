import { ReferenceArea, ReferenceLine, Scatter, ScatterChart } from 'recharts';
import { formatNumber } from '../../../electron/engine/text/format';
import { ChartAxes } from '../../charts/ChartAxes';
import { chartMargin, type ChartAxis } from '../../charts/chartAxis';
import { evenTicks, linearDomain, tickDecimals } from '../../charts/linearAxis';
import { SeriesDot } from '../../charts/SeriesDot';
import type { BlockPoint } from './distributionData';
import { REPLICATE_LOOKS } from './sideLooks';

const MARGIN = chartMargin(28);
const Y_PADDING = 0.08;
const X_TICKS = 8;
const Y_TICKS = 6;

/** The speed-up of every block in the order it was measured. */
export function BlockEffects(props: {
  readonly points: readonly BlockPoint[];
  /** Change of time that counts, as a ratio. */
  readonly margin: number;
  readonly width: number;
  readonly height: number;
}) {
  const { points, margin, width, height } = props;
  const band = { y1: 1 / (1 + margin), y2: 1 + margin };
  const axes = { x: orderAxis(points.length), y: ratioAxis(points, [band.y1, band.y2]) };
  return (
    <ScatterChart
      width={width}
      height={height}
      margin={MARGIN}
      title="Block effects"
      desc="Speed-up of each block against its place in time."
    >
      <ChartAxes {...axes} width={width} margin={MARGIN} />
      <ReferenceArea {...band} fill="var(--chip)" fillOpacity={1} ifOverflow="hidden" />
      <ReferenceLine y={1} stroke="var(--line-strong)" />
      {REPLICATE_LOOKS.map(({ name, color, shape }, parity) => (
        <Scatter
          key={name}
          data={points.filter(({ replicate }) => replicate % 2 === parity)}
          shape={<SeriesDot shape={shape} color={color} />}
          isAnimationActive={false}
        />
      ))}
    </ScatterChart>
  );
}

function orderAxis(blocks: number): ChartAxis {
  const domain = [0, blocks + 1] as const;
  return {
    dataKey: 'order',
    label: 'block, in the order of time',
    scale: 'linear',
    domain,
    ticks: evenTicks(domain, X_TICKS).filter(
      (tick) => Number.isInteger(tick) && tick >= 1 && tick <= blocks,
    ),
    format: (order) => formatNumber(order),
  };
}

function ratioAxis(points: readonly BlockPoint[], alsoRatios: readonly number[]): ChartAxis {
  const domain = linearDomain([...points.map(({ ratio }) => ratio), ...alsoRatios], Y_PADDING);
  const ticks = evenTicks(domain, Y_TICKS);
  const decimals = Math.max(2, tickDecimals(ticks));
  return {
    dataKey: 'ratio',
    label: 'speed-up of B over A, ×',
    scale: 'linear',
    domain,
    ticks,
    format: (ratio) => `${formatNumber(ratio, decimals)} ×`,
  };
}
