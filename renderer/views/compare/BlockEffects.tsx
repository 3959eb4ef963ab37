import { useElementSize } from '@mantine/hooks';
import {
  CartesianGrid,
  ReferenceArea,
  ReferenceLine,
  Scatter,
  ScatterChart,
  XAxis,
  YAxis,
} from 'recharts';
import { formatNumber } from '../../../electron/engine/text/format';
import type { BlockPoint } from './distributionData';

const HEIGHT = 258;
const FALLBACK_WIDTH = 480;
const TICK = { fill: 'var(--faint)', fontSize: 11.5 };

/** The speed-up of every block in the order it was measured. */
export function BlockEffects(props: {
  readonly points: readonly BlockPoint[];
  readonly margin: number;
}) {
  const { points, margin } = props;
  const { ref, width } = useElementSize();
  if (points.length === 0) return <p className="note">No block has been timed.</p>;
  const even = points.filter(({ replicate }) => replicate % 2 === 0);
  const odd = points.filter(({ replicate }) => replicate % 2 === 1);
  return (
    <div ref={ref}>
      <ScatterChart
        width={width > 0 ? width : FALLBACK_WIDTH}
        height={HEIGHT}
        margin={{ top: 8, right: 24, bottom: 18, left: 0 }}
        title="Block effects"
        desc="Speed-up of each block against its place in time."
      >
        <CartesianGrid stroke="var(--grid)" vertical={false} />
        <ReferenceArea
          y1={1 / (1 + margin)}
          y2={1 + margin}
          fill="var(--chip)"
          ifOverflow="extendDomain"
        />
        <ReferenceLine y={1} stroke="var(--line-strong)" />
        <XAxis
          dataKey="order"
          type="number"
          domain={[0, points.length + 1]}
          allowDecimals={false}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--grid)' }}
          label={{
            value: 'block',
            position: 'bottom',
            offset: 0,
            fill: 'var(--dim)',
            fontSize: 11.5,
          }}
        />
        <YAxis
          dataKey="ratio"
          type="number"
          domain={['auto', 'auto']}
          tickFormatter={(ratio: number) => `${formatNumber(ratio, 3)} ×`}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={66}
        />
        <Scatter data={[...even]} fill="var(--accent)" isAnimationActive={false} />
        <Scatter data={[...odd]} fill="var(--family-natural)" isAnimationActive={false} />
      </ScatterChart>
    </div>
  );
}
