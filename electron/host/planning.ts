import type { Result } from '../contract/errors';
import type { LibraryReport } from '../contract/machine';
import type { PlanPreview, PlanRequest } from '../contract/plan';
import type { WorkerReport } from '../contract/workerApi';
import { buildPlan, memoryRefusal, type BaselineFacts } from '../engine/planBuilder';
import { checkPlanRequest } from '../engine/planCheck';
import { failure, success } from '../engine/result';
import { freeMemoryBytes } from './freeMemory';
import type { Machine } from './machine';
import type { Sides } from './sides';

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
  sides?: Sides,
): Promise<Result<PreparedPlan>> {
  const checked = checkPlanRequest(request);
  if (!checked.ok) {
    return checked;
  }
  const own = sides === undefined ? machine : machine.withLibrary(sides.B.libraryPath);
  const [asked, baseline] = await Promise.all([
    askLibrary(request, own),
    askBaseline(request, machine, sides),
  ]);
  if (!asked.ok) {
    return asked;
  }
  if (!baseline.ok) {
    return baseline;
  }
  const { report, library } = asked.value;
  const preview = buildPlan(request, {
    offers: library.tactics,
    support: report.support,
    hardwareThreads: report.cpu.hardwareThreads,
    memory: {
      hostBytes: freeMemoryBytes(),
      lastLevelCacheBytes: library.device.lastLevelCacheBytes,
      ...(request.target === 'cpu' ? {} : { deviceBytes: library.device.memoryBytes }),
    },
    ...(baseline.value === undefined ? {} : { baseline: baseline.value }),
  });
  return preview.ok
    ? success({ preview: preview.value, report, libraryPath: library.path })
    : preview;
}

/** What the library of a target says of the problem, or why it cannot be measured. */
async function askLibrary(
  { problem, stages, target: wanted }: PlanRequest,
  machine: Machine,
): Promise<Result<{ readonly report: WorkerReport; readonly library: LibraryReport }>> {
  const asked = await machine.ask(problem, stages);
  if (!asked.ok) {
    return asked;
  }
  const report = asked.value;
  const library = report.libraries.find(({ target }) => target === wanted);
  if (library === undefined || !library.device.ready) {
    const reason =
      library?.device.description ??
      report.failures[0]?.message ??
      'no kernel library for it has been built';
    return failure('unsupported', `target ${wanted} cannot be measured here: ${reason}`);
  }
  return success({ report, library });
}

async function askBaseline(
  request: PlanRequest,
  machine: Machine,
  sides: Sides | undefined,
): Promise<Result<BaselineFacts | undefined>> {
  if (sides === undefined) {
    return success(undefined);
  }
  const asked = await askLibrary(request, machine.withLibrary(sides.A.libraryPath));
  return asked.ok
    ? success({
        branches: { A: sides.A.branch, B: sides.B.branch },
        offers: asked.value.library.tactics,
        support: asked.value.report.support,
      })
    : asked;
}

/** As preparePlan, but a plan that does not fit memory is refused. */
export async function prepareStart(
  request: PlanRequest,
  machine: Machine,
  sides?: Sides,
): Promise<Result<PreparedPlan>> {
  const prepared = await preparePlan(request, machine, sides);
  if (!prepared.ok) {
    return prepared;
  }
  const refusal = memoryRefusal(prepared.value.preview);
  return refusal === undefined ? prepared : failure('not_enough_memory', refusal);
}
