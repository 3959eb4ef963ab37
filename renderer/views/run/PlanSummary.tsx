import type { RunPlan } from '../../../electron/contract/plan';
import { formatRouting } from '../../../electron/engine/routing/routingText';
import { Card } from '../../widgets/Card';
import { formatNumber } from '../../widgets/format';
import { KeyValues } from '../../widgets/KeyValues';
import { batchText, uniqueOf } from '../../widgets/planText';

/** What is being measured, as fixed when the run began. */
export function PlanSummary({ plan }: { readonly plan: RunPlan }) {
  const { problem } = plan;
  return (
    <Card title="Plan" note="fixed when the run began">
      <KeyValues
        entries={[
          ['Problem', plan.preset ?? 'free sizes'],
          ['Hidden', formatNumber(problem.hiddenSize)],
          ['Intermediate', formatNumber(problem.intermediateSize)],
          ['Experts', `${formatNumber(problem.numExperts)}, top-${problem.topK}`],
          ['Scheme', problem.scheme],
          ['Activation', problem.activation + (problem.bias ? ', with bias' : '')],
          ['Stages', uniqueOf(plan, ({ stage }) => stage).join(', ')],
          ['Batch sizes', batchText(plan)],
          ['Routing', uniqueOf(plan, ({ routing }) => formatRouting(routing)).join(', ')],
          ['Tactics', formatNumber(uniqueOf(plan, ({ tacticId }) => tacticId).length)],
          ['Filter', plan.tacticFilter === '' ? 'best instruction set' : plan.tacticFilter],
          ['Threads', formatNumber(plan.threads)],
          ['Effort', plan.effort],
          ['Weights', plan.cacheMode],
          ['Seed', String(plan.seed)],
        ]}
      />
    </Card>
  );
}
