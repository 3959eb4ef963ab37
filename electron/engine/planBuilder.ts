import type { Result } from '../contract/errors';
import type { ComparisonPlan } from '../contract/comparison';
import type { Cell, PlanPreview, PlanRequest, RunPlan } from '../contract/plan';
import type { TacticOffer } from '../contract/tactic';
import type { ProblemSupport } from '../contract/workerApi';
import { effortPlan } from './effort';
import { estimateMemory, type MemoryFacts } from './memory';
import { unknownName } from './nearestName';
import { checkPlanRequest } from './planCheck';
import { planComparison } from './planComparison';
import { predictSeconds } from './prediction';
import { failure, success } from './result';
import { selectTactics, takingScheme } from './tacticFilter';
import { formatBytes } from './text/format';

/** What the machine said about itself and about the problem asked for. */
export interface MachineFacts {
  readonly offers: readonly TacticOffer[];
  readonly support: readonly ProblemSupport[];
  readonly hardwareThreads: number;
  readonly memory: MemoryFacts;
  /** Of a comparison: what side A offers; the rest of these facts is side B's. */
  readonly baseline?: BaselineFacts | undefined;
}

export interface BaselineFacts {
  readonly branches: ComparisonPlan['branches'];
  readonly offers: readonly TacticOffer[];
  readonly support: readonly ProblemSupport[];
}

/** A plan that can be started, or one sentence on why not. */
export function buildPlan(request: PlanRequest, machine: MachineFacts): Result<PlanPreview> {
  const checked = checkPlanRequest(request);
  if (!checked.ok) {
    return checked;
  }
  const excess = threadsComplaint(request, machine);
  if (excess !== undefined) {
    return failure('invalid_request', excess);
  }
  const selected = selectOffers(request, machine.offers);
  if (!selected.ok) {
    return selected;
  }
  const single = planOf(request, selected.value, machine.support);
  const planned = withSides(single, request, machine);
  if (!planned.ok) {
    return planned;
  }
  const plan = planned.value;
  const measurable = plan.cells.filter((cell) => cell.unsupported === undefined);
  if (measurable.length === 0) {
    const reason = plan.cells[0]?.unsupported ?? 'no tactic fits';
    return failure('unsupported', `nothing can be measured: ${reason}`);
  }
  const weightBytes = new Map(
    machine.support.map((entry) => [`${entry.tacticId}/${entry.stage}`, entry.weightBytes]),
  );
  const memory = estimateMemory(
    plan,
    (tacticId, stage) => weightBytes.get(`${tacticId}/${stage}`) ?? 0,
    machine.memory,
  );
  return success({
    plan,
    measurableCells: measurable.length,
    memory,
    predictedSeconds: predictSeconds(plan, machine.hardwareThreads),
  });
}

/**
 * Threads that wait for each other's processor time nothing, and what they measure as the read bandwidth is
 * many times the true one. Those of a GPU's host only prepare.
 */
function threadsComplaint(
  { target, threads }: PlanRequest,
  { hardwareThreads }: MachineFacts,
): string | undefined {
  return target === 'cpu' && threads > hardwareThreads
    ? `${threads} threads are more than the ${hardwareThreads} of this machine`
    : undefined;
}

/** The tactics that the request asks for, of those that take its scheme. */
function selectOffers(
  request: PlanRequest,
  all: readonly TacticOffer[],
): Result<readonly TacticOffer[]> {
  const { scheme } = request.problem;
  const offers = takingScheme(all, scheme);
  const runnable = ({ supported }: TacticOffer) => supported;
  if (all.some(runnable) && !offers.some(runnable)) {
    return failure('unsupported', `no tactic takes scheme ${scheme}`);
  }
  const selected = selectTactics(offers, request.tacticFilter);
  if (selected.length === 0) {
    return failure('invalid_request', noTactic(request, offers));
  }
  const gemm2 = request.gemm2TacticId;
  return gemm2 !== undefined && !offers.some(({ tactic }) => tactic.id === gemm2)
    ? failure('invalid_request', unknownTactic(gemm2, offers))
    : success(selected);
}

/** Adds side A and the control where two branches are compared. */
function withSides(
  plan: RunPlan,
  { comparison }: PlanRequest,
  { baseline }: MachineFacts,
): Result<RunPlan> {
  if (comparison === undefined) {
    return success(plan);
  }
  return baseline === undefined
    ? failure('invalid_request', 'a comparison needs two branches')
    : planComparison(plan, comparison, baseline);
}

/** The refusal of a plan that does not fit, before anything is allocated; undefined when it fits. */
export function memoryRefusal({ plan, memory }: PlanPreview): string | undefined {
  if (memory.neededBytes <= memory.availableBytes) {
    return undefined;
  }
  const largest = memory.largestExpertCount;
  const hint =
    largest > 0 ? `${largest} of the ${plan.problem.numExperts} experts would fit` : tooLarge(plan);
  const [needed, available] = [memory.neededBytes, memory.availableBytes].map(formatBytes);
  return `this needs ${needed} of memory and ${available} are available: ${hint}`;
}

/** Why not even few experts fit. */
function tooLarge({ problem, cacheMode }: RunPlan): string {
  return cacheMode === 'cold'
    ? 'cold weights take copies, however few experts there are; fewer tactics or hot weights need less'
    : `not even the ${problem.topK} experts of one token would fit`;
}

function planOf(
  request: PlanRequest,
  selected: readonly TacticOffer[],
  support: readonly ProblemSupport[],
): RunPlan {
  const reasons = new Map(
    support
      .filter((entry) => !entry.supported)
      .map((entry) => [`${entry.tacticId}/${entry.stage}`, entry.reason ?? 'not supported']),
  );
  const cells: Cell[] = [];
  for (const stage of request.stages) {
    for (const routing of request.routings) {
      for (const batchSize of request.batchSizes) {
        for (const { tactic } of selected) {
          const unsupported =
            reasons.get(`${tactic.id}/${stage}`) ??
            (stage === 'layer' ? reasons.get(`${request.gemm2TacticId}/layer`) : undefined);
          cells.push({
            index: cells.length,
            tacticId: tactic.id,
            batchSize,
            routing,
            stage,
            ...(unsupported === undefined ? {} : { unsupported }),
          });
        }
      }
    }
  }
  const { preset, problem, target, threads, effort, cacheMode, seed, tacticFilter } = request;
  const { gemm2TacticId } = request;
  return {
    ...(preset === undefined ? {} : { preset }),
    problem,
    target,
    threads,
    effort,
    effortPlan: effortPlan(effort, request.comparison !== undefined),
    cacheMode,
    seed,
    tacticFilter,
    ...(gemm2TacticId === undefined ? {} : { gemm2TacticId }),
    tactics: selected.map(({ tactic }) => tactic),
    cells,
  };
}

function noTactic(request: PlanRequest, offers: readonly TacticOffer[]): string {
  if (offers.length === 0) {
    return `no kernel library for target ${request.target} can run on this machine`;
  }
  return unknownTactic(request.tacticFilter, offers);
}

function unknownTactic(wanted: string, offers: readonly TacticOffer[]): string {
  return unknownName(
    'tactic',
    wanted,
    offers.map(({ tactic }) => tactic.id),
  );
}
