import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { Loadable } from '../state/appState';
import { useAppState, useSession } from '../state/hooks';
import { askQuickPlan, QUICK_PLAN, startAndWatch, type PreviewedPlan } from '../state/quickPlan';
import { navigate } from '../state/router';
import { importSample, SAMPLES, type Sample } from '../state/samples';
import { useLoaded } from '../state/useLoaded';
import { memoryRefusal } from '../../electron/engine/planBuilder';
import { formatBytes, formatDuration } from '../../electron/engine/text/format';
import { Loading } from './Loading';
import { MachineCard } from './MachineCard';
import { ErrorMessage, Message } from './Message';
import { uniqueOf } from './planText';

/** Nothing recorded yet: one thing to do, and what it will take. */
export function FirstStart() {
  const session = useSession();
  const plan = useLoaded(useCallback(() => askQuickPlan(session), [session]));
  const fits = plan.status === 'ready' && memoryRefusal(plan.value.preview) === undefined;
  const active = useAppState((state) => state.activeRunId);
  const [starting, setStarting] = useState(false);
  const start = async ({ request }: PreviewedPlan): Promise<void> => {
    setStarting(true);
    await startAndWatch(session, request);
    setStarting(false);
  };
  const openSample = async (sample: Sample): Promise<void> => {
    const runId = await importSample(session, sample);
    if (runId !== undefined) navigate({ place: 'overview', runId, view: {} });
  };
  return (
    <div className="first-start">
      <section className="card first-start-card" aria-labelledby="first-start">
        <h1 id="first-start">Nothing has been measured here yet</h1>
        <p>
          Measures the whole {QUICK_PLAN.preset} layer
          {plan.status === 'ready' && fewerExperts(plan.value)} at batch{' '}
          {QUICK_PLAN.batchSizes.join(', ')} with every tactic of this machine’s best instruction
          set: checked against the oracle, cold weights, five replicates.
        </p>
        <div className="first-start-action">
          <Button
            size="md"
            onClick={() => plan.status === 'ready' && void start(plan.value)}
            disabled={!fits || starting || active !== undefined}
          >
            {starting ? 'Starting…' : 'Profile this machine'}
          </Button>
          <a href="#/run">Build another plan</a>
          <a href="#/compare?new=branches">Compare two branches</a>
        </div>
        <WhatItTakes plan={plan} />
        <p className="note">Or look at what was measured on an NVIDIA H200:</p>
        <ul className="samples">
          {SAMPLES.map((sample) => (
            <li key={sample.title}>
              <button type="button" className="link-button" onClick={() => void openSample(sample)}>
                {sample.title}
              </button>
            </li>
          ))}
        </ul>
      </section>
      <MachineCard />
    </div>
  );
}

/** Said where not all experts fit. */
function fewerExperts({ request }: PreviewedPlan): string {
  const { numExperts } = request.problem;
  const all = QUICK_PLAN.problem.numExperts;
  return numExperts < all
    ? ` (${numExperts} of its ${all} experts because more do not fit into memory)`
    : '';
}

function WhatItTakes({ plan }: { readonly plan: Loadable<PreviewedPlan> }) {
  if (plan.status === 'loading') return <Loading what="Asking what it would take" />;
  if (plan.status === 'error') return <ErrorMessage error={plan.error} />;
  const { preview } = plan.value;
  const refusal = memoryRefusal(preview);
  if (refusal !== undefined) {
    return (
      <Message tone="bad" word="Does not fit">
        {refusal}
      </Message>
    );
  }
  const { memory, measurableCells, predictedSeconds } = preview;
  return (
    <p className="note">
      <strong>About {formatDuration(predictedSeconds)}</strong>, predicted, not measured.{' '}
      {uniqueOf(preview.plan, ({ tacticId }) => tacticId).length} tactics, {measurableCells} cells,{' '}
      {formatBytes(memory.neededBytes)} of {formatBytes(memory.availableBytes)} of memory.
    </p>
  );
}
