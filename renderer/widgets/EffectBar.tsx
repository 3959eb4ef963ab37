import type { VerdictWord } from '../../electron/contract/comparison';
import type { Speedup } from '../../electron/engine/runSummary';
import type { ComparisonSummary } from '../../electron/engine/verdict/comparisonSummary';
import { formatNumber } from '../../electron/engine/text/format';
import { VERDICT_LOOKS } from './VerdictMark';

const WIDTH = 150;
const HEIGHT = 18;

/** Largest log ratio that the bars show: what most cells need, so that one wild cell squeezes none. */
export function effectScale({ cells, margin }: ComparisonSummary): number {
  const reaches = cells
    .flatMap(({ speedup }) =>
      speedup?.interval === undefined
        ? []
        : [Math.max(Math.abs(Math.log(speedup.interval.low)), Math.log(speedup.interval.high))],
    )
    .toSorted((a, b) => a - b);
  const usual = reaches[Math.floor((reaches.length - 1) * 0.9)] ?? 0;
  return Math.max(usual, 3 * Math.log1p(margin));
}

/** The interval of a speed-up on a common scale; an end that runs out of it is cut, with an arrow. */
export function EffectBar(props: {
  readonly word: VerdictWord;
  readonly speedup: Speedup;
  readonly scale: number;
  readonly margin: number;
}) {
  const { word, speedup, scale, margin } = props;
  const low = speedup.interval?.low ?? speedup.ratio;
  const high = speedup.interval?.high ?? speedup.ratio;
  const x = (ratio: number): number =>
    WIDTH / 2 + (Math.max(-1, Math.min(1, Math.log(ratio) / scale)) * (WIDTH - 12)) / 2;
  const color = `var(--${toneColor[VERDICT_LOOKS[word].tone]})`;
  const cutLow = -Math.log(low) > scale;
  const cutHigh = Math.log(high) > scale;
  const words = `${formatNumber(low, 3)} to ${formatNumber(high, 3)}`;
  return (
    <span className="effect">
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={words}
      >
        <rect
          x={x(1 / (1 + margin))}
          width={x(1 + margin) - x(1 / (1 + margin))}
          height={HEIGHT}
          fill="var(--chip)"
        />
        <line x1={WIDTH / 2} x2={WIDTH / 2} y1="0" y2={HEIGHT} stroke="var(--line-strong)" />
        <line x1={x(low)} x2={x(high)} y1="9" y2="9" stroke={color} strokeWidth="2" />
        {cutLow && <path d="M6 5 L1 9 L6 13" fill="none" stroke={color} />}
        {cutHigh && <path d={`M${WIDTH - 6} 5 l5 4 l-5 4`} fill="none" stroke={color} />}
        <circle cx={x(speedup.ratio)} cy="9" r="3.5" fill={color} />
      </svg>
      <span className="effect-words">{words}</span>
    </span>
  );
}

const toneColor = { good: 'good', bad: 'bad', warn: 'warn', neutral: 'dim', busy: 'dim' } as const;
