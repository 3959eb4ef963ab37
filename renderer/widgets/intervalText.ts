import type { SeriesGroup } from '../../electron/engine/runSummary';
import { formatNumber } from './format';

/** What the interval bars of a group mean; said plainly when there are none. */
export function intervalText(group: SeriesGroup, finishedReplicates: number): string {
  const intervals = group.families.flatMap(({ points }) =>
    points.flatMap(({ time }) => (time.interval === undefined ? [] : [time.interval])),
  );
  if (intervals.length === 0) {
    return finishedReplicates <= 1 ? 'one replicate so far: no interval' : 'no interval';
  }
  return `${coverageText(Math.min(...intervals.map(({ coverage }) => coverage)))} intervals`;
}

/** 0.95 as `95 %`; 0.9375 as `93.8 %`. */
export function coverageText(coverage: number): string {
  const percent = coverage * 100;
  return `${formatNumber(percent, Number.isInteger(Number(percent.toFixed(6))) ? 0 : 1)} %`;
}
