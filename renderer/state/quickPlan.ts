import { PRESETS } from '../../electron/contract/presets';
import type { Result } from '../../electron/contract/errors';
import type { PlanPreview, PlanRequest } from '../../electron/contract/plan';
import { memoryRefusal } from '../../electron/engine/planBuilder';
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

/** A plan, and what the host says it would take. */
export interface AskedPlan {
  readonly request: PlanRequest;
  readonly preview: Result<PlanPreview>;
}

/** The quick plan as this machine can hold it: with fewer experts where not all of them fit. */
export async function askQuickPlan(session: Session): Promise<AskedPlan> {
  const preview = await session.preview(QUICK_PLAN);
  const whole = { request: QUICK_PLAN, preview };
  if (!preview.ok || memoryRefusal(preview.value) === undefined) return whole;
  const numExperts = preview.value.memory.largestExpertCount;
  if (numExperts === 0) return whole;
  const { preset: _, ...plan } = QUICK_PLAN;
  const request = { ...plan, problem: { ...plan.problem, numExperts } };
  return { request, preview: await session.preview(request) };
}

/** Starts a plan and goes where it can be watched. */
export async function startAndWatch(session: Session, request: PlanRequest): Promise<void> {
  const runId = await session.startRun(request);
  if (runId !== undefined) navigate({ place: 'run', runId, view: {} });
}

export async function startQuickRun(session: Session): Promise<void> {
  const { request } = await askQuickPlan(session);
  return startAndWatch(session, request);
}

function presetProblem(name: string): PlanRequest['problem'] {
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (preset === undefined) throw new Error(`No preset is called ${name}.`);
  return preset.problem;
}
