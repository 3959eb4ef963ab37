import type { HeaderRecord } from '../../../electron/contract/runFile';
import { formatRouting } from '../../../electron/engine/routing/routingText';
import { Card } from '../../widgets/Card';
import { formatNumber } from '../../../electron/engine/text/format';
import { KeyValues } from '../../widgets/KeyValues';
import { batchText, threadsText, uniqueOf } from '../../widgets/planText';

/** What is being measured, as fixed when the run began. */
export function PlanSummary({ header }: { readonly header: HeaderRecord }) {
  const { plan, environment } = header;
  const { problem } = plan;
  const { hardwareThreads } = environment.cpu;
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
          ['Threads', threadsText(plan.threads, hardwareThreads)],
          ['Effort', plan.effort],
          ['Weights', plan.cacheMode],
          ['Seed', String(plan.seed)],
        ]}
      />
    </Card>
  );
}
