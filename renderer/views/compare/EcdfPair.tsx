import { Line, LineChart } from 'recharts';
import { formatNumber } from '../../../electron/engine/text/format';
import { ChartAxes } from '../../charts/ChartAxes';
import { chartMargin, type ChartAxis } from '../../charts/chartAxis';
import { evenTicks, linearDomain, tickDecimals } from '../../charts/linearAxis';
import type { Domain } from '../../charts/logAxis';
import type { EcdfStep } from './distributionData';
import { SIDE_LOOKS } from './sideLooks';

const MARGIN = chartMargin(28);
const X_TICKS = 6;
const X_PADDING = 0.02;
const SHARES: ChartAxis = {
  label: 'share of slots, %',
  scale: 'linear',
  domain: [0, 1],
  ticks: [0, 0.25, 0.5, 0.75, 1],
  format: (share) => `${100 * share} %`,
};

/** Two empirical distributions on one axis: where the curves part, the sides differ. */
export function EcdfPair(props: {
  readonly a: readonly EcdfStep[];
  readonly b: readonly EcdfStep[];
  readonly width: number;
  readonly height: number;
}) {
  const { a, b, width, height } = props;
  const times = timeAxis([...a, ...b]);
  return (
    <LineChart
      width={width}
      height={height}
      margin={MARGIN}
      title="Distribution of slot times"
      desc="Share of slots against time, one curve for each side."
    >
      <ChartAxes x={times} y={SHARES} width={width} margin={MARGIN} />
      {([a, b] as const).map((steps, side) => {
        const { name, color, dashes } = SIDE_LOOKS[side === 0 ? 'A' : 'B'];
        return (
          <Line
            key={name}
            data={wholeCurve(steps, times.domain)}
            dataKey="share"
            name={name}
            type="stepAfter"
            stroke={color}
            strokeWidth={2}
            {...(dashes === undefined ? {} : { strokeDasharray: dashes })}
            dot={false}
            isAnimationActive={false}
          />
        );
      })}
    </LineChart>
  );
}

/** Rises from 0 at the first slot and stays at all of them up to the right edge. */
function wholeCurve(steps: readonly EcdfStep[], [, right]: Domain): EcdfStep[] {
  const [first] = steps;
  return first === undefined ? [] : [{ us: first.us, share: 0 }, ...steps, { us: right, share: 1 }];
}

function timeAxis(steps: readonly EcdfStep[]): ChartAxis {
  const domain = linearDomain(
    steps.map(({ us }) => us),
    X_PADDING,
  );
  const ticks = evenTicks(domain, X_TICKS);
  const decimals = tickDecimals(ticks);
  return {
    dataKey: 'us',
    label: 'time of a slot, µs',
    scale: 'linear',
    domain,
    ticks,
    format: (us) => formatNumber(us, decimals),
  };
}
