import { useElementSize } from '@mantine/hooks';
import { CartesianGrid, Line, LineChart, XAxis, YAxis } from 'recharts';
import { formatUs } from '../../../electron/engine/text/format';
import type { EcdfStep } from './distributionData';

const HEIGHT = 240;
const FALLBACK_WIDTH = 480;
const TICK = { fill: 'var(--faint)', fontSize: 11.5 };

/** Two empirical distributions on one axis: where the curves part, the sides differ. */
export function EcdfPair({
  a,
  b,
}: {
  readonly a: readonly EcdfStep[];
  readonly b: readonly EcdfStep[];
}) {
  const { ref, width } = useElementSize();
  const all = [...a, ...b];
  if (all.length === 0) return <p className="note">No slot has been timed.</p>;
  return (
    <div ref={ref}>
      <LineChart
        width={width > 0 ? width : FALLBACK_WIDTH}
        height={HEIGHT}
        margin={{ top: 8, right: 24, bottom: 18, left: 0 }}
        title="Distribution of slot times"
        desc="Share of slots against time, one curve for each side."
      >
        <CartesianGrid stroke="var(--grid)" vertical={false} />
        <XAxis
          dataKey="us"
          type="number"
          domain={['dataMin', 'dataMax']}
          tickFormatter={formatUs}
          tick={TICK}
          tickLine={false}
          axisLine={{ stroke: 'var(--grid)' }}
          label={{
            value: 'slot, µs',
            position: 'bottom',
            offset: 0,
            fill: 'var(--dim)',
            fontSize: 11.5,
          }}
        />
        <YAxis
          type="number"
          domain={[0, 1]}
          ticks={[0, 0.25, 0.5, 0.75, 1]}
          tickFormatter={(share: number) => `${100 * share} %`}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={52}
        />
        <Line
          data={[...a]}
          dataKey="share"
          name="A"
          type="stepAfter"
          stroke="var(--family-natural)"
          strokeWidth={2}
          strokeDasharray="5 3"
          dot={false}
          isAnimationActive={false}
        />
        <Line
          data={[...b]}
          dataKey="share"
          name="B"
          type="stepAfter"
          stroke="var(--accent)"
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
      </LineChart>
      <p className="chart-legend" aria-hidden="true">
        <span className="legend-a">A, dashed</span> <span className="legend-b">B, solid</span>
      </p>
    </div>
  );
}
