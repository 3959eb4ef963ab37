import type { RunPlan } from '../../electron/contract/plan';
import type {
  FamilyPoint,
  Interval,
  RunSummary,
  SeriesGroup,
} from '../../electron/engine/runSummary';
import { formatRouting } from '../../electron/engine/routing/routingText';
import { intervalText } from './intervalText';

const STAGE_TEXT = { layer: 'whole layer', gemm1: 'gemm1', gemm2: 'gemm2' } as const;

/** Under which conditions a chart's figures hold: one line below its title. */
export function conditionsNote(
  group: SeriesGroup,
  plan: RunPlan,
  summary: RunSummary,
  intervalOf: (point: FamilyPoint) => Interval | undefined,
): string {
  const intervals = group.families.flatMap(({ points }) =>
    points.flatMap((point) => intervalOf(point) ?? []),
  );
  return [
    STAGE_TEXT[group.stage],
    `${formatRouting(group.routing)} routing`,
    `${plan.cacheMode} weights`,
    'best tactic of each family',
    ...(group.stage === 'layer' && plan.gemm2TacticId !== undefined
      ? [`gemm2 by ${plan.gemm2TacticId}`]
      : []),
    intervalText(intervals, summary.finishedReplicates),
  ].join(', ');
}

export function timeInterval({ time }: FamilyPoint): Interval | undefined {
  return time.interval;
}

export function speedupInterval({ speedup }: FamilyPoint): Interval | undefined {
  return speedup?.interval;
}
