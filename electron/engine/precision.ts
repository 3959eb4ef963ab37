import type { RunDocument } from '../contract/runFile';
import { summariseRun } from './summariseRun';
import { compareRun } from './verdict/compareRun';

/**
 * Whether every measured cell's interval is as narrow as the plan wants, on either side of the median.
 * A run stops on this or on its budget, never because a difference has become significant.
 */
export function isPreciseEnough(document: RunDocument): boolean {
  const { targetHalfWidth, minReplicates } = document.header.plan.effortPlan;
  const comparison = compareRun(document);
  if (comparison !== undefined) {
    const ratios = comparison.cells.flatMap(({ speedup, replicates }) =>
      speedup === undefined ? [] : [{ ...speedup, replicates }],
    );
    return (
      ratios.length > 0 &&
      ratios.every(
        ({ interval, replicates }) =>
          interval !== undefined &&
          replicates >= minReplicates &&
          Math.log(interval.high / interval.low) <= 2 * targetHalfWidth,
      )
    );
  }
  const times = summariseRun(document).cells.flatMap(({ time }) =>
    time === undefined ? [] : [time],
  );
  return (
    times.length > 0 &&
    times.every(
      ({ medianUs, interval, replicates }) =>
        interval !== undefined &&
        replicates >= minReplicates &&
        interval.high - medianUs <= targetHalfWidth * medianUs &&
        medianUs - interval.low <= targetHalfWidth * medianUs,
    )
  );
}
