import type { Interval } from '../../electron/engine/runSummary';
import { formatNumber } from '../../electron/engine/text/format';

const USUAL_COVERAGE = 0.95;

/** What a chart's interval bars mean; said plainly when there are none or too few replicates. */
export function intervalText(intervals: readonly Interval[], finishedReplicates: number): string {
  if (intervals.length === 0) {
    return finishedReplicates <= 1 ? 'one replicate so far: no interval' : 'no interval';
  }
  const coverage = Math.min(...intervals.map((interval) => interval.coverage));
  const few = coverage < USUAL_COVERAGE - 1e-9 ? ', all that so few replicates allow' : '';
  return `${coverageText(coverage)} intervals${few}`;
}

/** 0.95 as `95 %`; 0.9375 as `93.8 %`. */
export function coverageText(coverage: number): string {
  const percent = coverage * 100;
  return `${formatNumber(percent, Number.isInteger(Number(percent.toFixed(6))) ? 0 : 1)} %`;
}
