import type { RunPlan } from '../../electron/contract/plan';
import type { RunSummary, SeriesGroup } from '../../electron/engine/runSummary';
import { formatRouting } from '../../electron/engine/routing/routingText';
import { intervalText } from './intervalText';

const STAGE_TEXT = { layer: 'whole layer', gemm1: 'gemm1', gemm2: 'gemm2' } as const;

/** Under which conditions a chart's figures hold: one line below its title. */
export function conditionsNote(group: SeriesGroup, plan: RunPlan, summary: RunSummary): string {
  return [
    STAGE_TEXT[group.stage],
    `${formatRouting(group.routing)} routing`,
    `${plan.cacheMode} weights`,
    'best tactic of each family',
    intervalText(group, summary.finishedReplicates),
  ].join(', ');
}
