import { Button } from '@mantine/core';
import { useState } from 'react';
import { useAppState, useSession } from '../state/hooks';
import { QUICK_PLAN, startAndWatch } from '../state/quickPlan';
import { navigate } from '../state/router';
import type { PlanRequest } from '../../electron/contract/plan';
import { importSample, SAMPLES, type Sample } from '../state/samples';
import { useQuickPlan } from '../state/useQuickPlan';
import { memoryRefusal } from '../../electron/engine/planBuilder';
import { formatBytes, formatDuration } from '../../electron/engine/text/format';
import { Loading } from './Loading';
import { MachineCard } from './MachineCard';
import { ErrorMessage, Message } from './Message';
import { uniqueOf } from './planText';

/** Nothing recorded yet: one thing to do, and what it will take. */
export function FirstStart() {
  const session = useSession();
  const asked = useQuickPlan();
  const preview = asked?.preview;
  const refusal = preview?.ok === true ? memoryRefusal(preview.value) : undefined;
  const numExperts = asked?.request.problem.numExperts ?? QUICK_PLAN.problem.numExperts;
  const active = useAppState((state) => state.activeRunId);
  const [starting, setStarting] = useState(false);
  const start = async (request: PlanRequest): Promise<void> => {
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
          Measures the whole {QUICK_PLAN.preset} layer at batch {QUICK_PLAN.batchSizes.join(', ')}
          {numExperts < QUICK_PLAN.problem.numExperts &&
            `, ${numExperts} of its ${QUICK_PLAN.problem.numExperts} experts because more do not fit into memory,`}{' '}
          with every tactic of this machine’s best instruction set: checked against the oracle, cold
          weights, five replicates.
        </p>
        <div className="first-start-action">
          <Button
            size="md"
            onClick={() => asked !== undefined && void start(asked.request)}
            disabled={
              preview?.ok !== true || refusal !== undefined || starting || active !== undefined
            }
          >
            {starting ? 'Starting…' : 'Profile this machine'}
          </Button>
          <a href="#/run">Build another plan</a>
          <a href="#/compare?new=branches">Compare two branches</a>
        </div>
        {preview === undefined && <Loading what="Asking what it would take" />}
        {preview?.ok === false && <ErrorMessage error={preview.error} />}
        {refusal !== undefined && (
          <Message tone="bad" word="Does not fit">
            {refusal}
          </Message>
        )}
        {preview?.ok === true && refusal === undefined && (
          <p className="note">
            <strong>About {formatDuration(preview.value.predictedSeconds)}</strong>, predicted, not
            measured. {uniqueOf(preview.value.plan, ({ tacticId }) => tacticId).length} tactics,{' '}
            {preview.value.measurableCells} cells, {formatBytes(preview.value.memory.neededBytes)}{' '}
            of {formatBytes(preview.value.memory.availableBytes)} of memory.
          </p>
        )}
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
