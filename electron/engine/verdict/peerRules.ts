import { mean, median, sampleDeviation } from '../statistics/quantiles';
import { effectInterval, estimateUnpaired } from './estimate';

/** What another tool would say of B's times against A's. */
export type PeerWord = 'FASTER' | 'SLOWER' | 'SAME';

export interface PeerRule {
  readonly name: string;
  readonly description: string;
  judge(a: readonly number[], b: readonly number[]): PeerWord;
}

/**
 * Decision rules of other benchmark tools on the same slots. All treat the samples as independent, which
 * launches of one process are not; none looks at pairs.
 */
export const PEER_RULES: readonly PeerRule[] = [
  {
    name: 'google-benchmark',
    description: 'compare.py: Mann-Whitney U of the repetitions, p under 0.05',
    judge: (a, b) => (mannWhitneyP(a, b) < 0.05 ? direction(median(b) / median(a)) : 'SAME'),
  },
  {
    name: 'criterion',
    description: 't interval of the change of the mean, wholly beyond 1 %',
    judge: (a, b) => {
      const { low, high } = effectInterval(
        estimateUnpaired(a.map(Math.log), b.map(Math.log)),
        0.95,
      );
      const threshold = Math.log1p(0.01);
      return low > threshold ? 'SLOWER' : high < -threshold ? 'FASTER' : 'SAME';
    },
  },
  {
    name: 'nvbench',
    description:
      'nvbench_compare: change of the mean beyond the smaller relative noise of the sides',
    judge: (a, b) => {
      const noise = Math.min(sampleDeviation(a) / mean(a), sampleDeviation(b) / mean(b));
      const ratio = mean(b) / mean(a);
      return Math.abs(ratio - 1) > noise ? direction(ratio) : 'SAME';
    },
  },
];

function direction(ratio: number): PeerWord {
  return ratio > 1 ? 'SLOWER' : ratio < 1 ? 'FASTER' : 'SAME';
}

/** Two-sided p of Mann and Whitney (1947), normal approximation with mid-ranks for ties. */
export function mannWhitneyP(a: readonly number[], b: readonly number[]): number {
  const ranks = midRanks([...a, ...b]);
  const rankSum = ranks.slice(0, a.length).reduce((sum, rank) => sum + rank, 0);
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return deviation === 0 ? 1 : 2 * normalTail(Math.abs(u - (a.length * b.length) / 2) / deviation);
}

function midRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, index) => index).sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const ranks = values.map(() => 0);
  for (let start = 0; start < order.length;) {
    let end = start;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) {
      end++;
    }
    for (const index of order.slice(start, end)) {
      ranks[index] = (start + end + 1) / 2;
    }
    start = end;
  }
  return ranks;
}

/** Upper tail of the standard normal (Abramowitz and Stegun 26.2.17, error under 7.5e-8). */
function normalTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}
