import { PRESETS } from '../../electron/contract/presets';
import type { Result } from '../../electron/contract/errors';
import type { PlanPreview, PlanRequest } from '../../electron/contract/plan';
import { memoryRefusal } from '../../electron/engine/planBuilder';
import { success } from '../../electron/engine/result';
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

/** A plan, and what it would take. */
export interface PreviewedPlan {
  readonly request: PlanRequest;
  readonly preview: PlanPreview;
}

/** The quick plan as this machine can hold it: with fewer experts where not all of them fit. */
export async function askQuickPlan(session: Session): Promise<Result<PreviewedPlan>> {
  const whole = await previewed(session, QUICK_PLAN);
  if (!whole.ok || memoryRefusal(whole.value.preview) === undefined) return whole;
  const numExperts = whole.value.preview.memory.largestExpertCount;
  if (numExperts === 0) return whole;
  const { preset: _, ...plan } = QUICK_PLAN;
  return previewed(session, { ...plan, problem: { ...plan.problem, numExperts } });
}

async function previewed(session: Session, request: PlanRequest): Promise<Result<PreviewedPlan>> {
  const preview = await session.preview(request);
  return preview.ok ? success({ request, preview: preview.value }) : preview;
}

/** Starts a plan and goes where it can be watched. */
export async function startAndWatch(session: Session, request: PlanRequest): Promise<void> {
  const runId = await session.startRun(request);
  if (runId !== undefined) navigate({ place: 'run', runId, view: {} });
}

export async function startQuickRun(session: Session): Promise<void> {
  const plan = await askQuickPlan(session);
  return startAndWatch(session, plan.ok ? plan.value.request : QUICK_PLAN);
}

function presetProblem(name: string): PlanRequest['problem'] {
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (preset === undefined) throw new Error(`No preset is called ${name}.`);
  return preset.problem;
}
