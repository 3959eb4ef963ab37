import type { VerdictWord } from '../../contract/comparison';
import { replicatesToSettle } from './detectable';
import { beyondMarginP, effectInterval, type EffectEstimate, type LogInterval } from './estimate';

/** Fewer replicates allow no verdict. */
export const MIN_REPLICATES = 5;
/** Two runs of different days share neither process nor temperature: they need more. */
export const MIN_REPLICATES_UNPAIRED = 8;

/** How the two sides were measured, from the strongest design to the weakest. */
export type Design =
  /** A B B A in one process. */
  | 'interleaved'
  /** Both in each replicate of one run, but at different moments. */
  | 'same run'
  /** Two runs, possibly of different days. */
  | 'separate runs';

export interface Judgement {
  readonly word: VerdictWord;
  /** Why there is no clear word, in words. */
  readonly reason?: string | undefined;
  /** 95 % interval of log time of B over A. */
  readonly interval?: LogInterval | undefined;
  /** Two-sided p of "beyond the margin". */
  readonly p?: number | undefined;
  /** Whether B is shown not to be slower than A by more than the margin (one-sided 95 %). */
  readonly notSlower: boolean;
  /** How many replicates would settle an inconclusive cell; absent: more than a thousand, or not known. */
  readonly replicatesNeeded?: number | undefined;
}

/**
 * The word for one cell: FASTER or SLOWER when the 95 % interval lies wholly beyond the margin, SAME
 * when the 90 % interval lies wholly within it (two one-sided tests, Schuirmann 1987), else INCONCLUSIVE.
 *
 * @param estimate undefined when there are fewer than two replicates
 * @param margin   log ratio, above 0
 */
export function judge(
  estimate: EffectEstimate | undefined,
  replicates: number,
  margin: number,
  design: Design,
): Judgement {
  const least = design === 'separate runs' ? MIN_REPLICATES_UNPAIRED : MIN_REPLICATES;
  if (estimate === undefined || replicates < least) {
    const settles = estimate && replicatesToSettle(estimate, margin);
    return {
      word: 'INCONCLUSIVE',
      reason: `${replicates} of the ${least} replicates that a verdict needs`,
      notSlower: false,
      ...(settles === undefined ? {} : { replicatesNeeded: Math.max(least, settles) }),
      ...(estimate === undefined ? {} : { interval: effectInterval(estimate, 0.95) }),
    };
  }
  const interval = effectInterval(estimate, 0.95);
  const equivalence = effectInterval(estimate, 0.9);
  const common = {
    interval,
    p: beyondMarginP(estimate, margin),
    notSlower: equivalence.high < margin,
  };
  if (interval.high < -margin) {
    return { ...common, word: 'FASTER' };
  }
  if (interval.low > margin) {
    return { ...common, word: 'SLOWER' };
  }
  if (equivalence.low > -margin && equivalence.high < margin) {
    return { ...common, word: 'SAME' };
  }
  const replicatesNeeded = replicatesToSettle(estimate, margin);
  return {
    ...common,
    word: 'INCONCLUSIVE',
    reason: 'the interval crosses the margin',
    ...(replicatesNeeded === undefined ? {} : { replicatesNeeded }),
  };
}
