import { PRESETS } from '../../electron/contract/presets';
import type { PlanRequest } from '../../electron/contract/plan';
import { navigate } from './router';
import type { Session } from './session';

const QUICK_PRESET = 'gpt-oss-20b';

/** The plan behind "Profile this machine": small enough to be done within a minute and a half. */
export const QUICK_PLAN: PlanRequest = {
  preset: QUICK_PRESET,
  problem: presetProblem(QUICK_PRESET),
  target: 'cpu',
  stages: ['layer'],
  batchSizes: [1, 4, 16, 64],
  routings: [{ kind: 'uniform' }],
  tacticFilter: '',
  threads: 0,
  effort: 'quick',
  cacheMode: 'cold',
  seed: 1,
};

/** Starts a plan and goes where it can be watched. */
export async function startAndWatch(session: Session, request: PlanRequest): Promise<void> {
  const runId = await session.startRun(request);
  if (runId !== undefined) navigate({ place: 'run', runId, view: {} });
}

export function startQuickRun(session: Session): Promise<void> {
  return startAndWatch(session, QUICK_PLAN);
}

function presetProblem(name: string): PlanRequest['problem'] {
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (preset === undefined) throw new Error(`No preset is called ${name}.`);
  return preset.problem;
}
