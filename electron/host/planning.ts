import type { Result } from '../contract/errors';
import type { PlanPreview, PlanRequest } from '../contract/plan';
import type { WorkerReport } from '../contract/workerApi';
import { buildPlan, memoryRefusal } from '../engine/planBuilder';
import { checkPlanRequest } from '../engine/planCheck';
import { failure, success } from '../engine/result';
import { freeMemoryBytes } from './freeMemory';
import type { Machine } from './machine';

/** A plan and what the machine said while it was made. */
export interface PreparedPlan {
  readonly preview: PlanPreview;
  readonly report: WorkerReport;
  readonly libraryPath: string;
}

/** Checks a request against the rules, the kernels and the machine; nothing is allocated. */
export async function preparePlan(
  request: PlanRequest,
  machine: Machine,
): Promise<Result<PreparedPlan>> {
  const checked = checkPlanRequest(request);
  if (!checked.ok) {
    return checked;
  }
  const asked = await machine.ask(request.problem, request.stages);
  if (!asked.ok) {
    return asked;
  }
  const report = asked.value;
  const library = report.libraries.find(({ target }) => target === request.target);
  if (library === undefined || !library.device.ready) {
    const reason =
      library?.device.description ??
      report.failures[0]?.message ??
      'no kernel library for it has been built';
    return failure('unsupported', `target ${request.target} cannot be measured here: ${reason}`);
  }
  const preview = buildPlan(request, {
    offers: library.tactics,
    support: report.support,
    hardwareThreads: report.cpu.hardwareThreads,
    lastLevelCacheBytes: report.cpu.lastLevelCacheBytes,
    memoryAvailableBytes: freeMemoryBytes(),
  });
  return preview.ok
    ? success({ preview: preview.value, report, libraryPath: library.path })
    : preview;
}

/** As preparePlan, but a plan that does not fit memory is refused. */
export async function prepareStart(
  request: PlanRequest,
  machine: Machine,
): Promise<Result<PreparedPlan>> {
  const prepared = await preparePlan(request, machine);
  if (!prepared.ok) {
    return prepared;
  }
  const refusal = memoryRefusal(prepared.value.preview);
  return refusal === undefined ? prepared : failure('not_enough_memory', refusal);
}
