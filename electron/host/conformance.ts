import type { Result } from '../contract/errors';
import type { LibraryReport } from '../contract/machine';
import type { RunPlan } from '../contract/plan';
import type { MoeProblem, Target } from '../contract/problem';
import type { TacticId } from '../contract/tactic';
import type { RunRecord } from '../contract/runFile';
import { conformanceRequests } from '../engine/conformance/problems';
import {
  conformanceReport,
  type ConformanceReport,
  type ConformanceRun,
} from '../engine/conformance/report';
import { failure, success } from '../engine/result';
import type { Machine } from './machine';
import { preparePlan } from './planning';
import { superviseReplicate } from './supervisor';
import type { SpawnWorker } from './workerProcess';

export interface ConformancePorts {
  readonly machine: Machine;
  readonly spawnWorker: SpawnWorker;
  /** Before each problem. */
  onProgress(activity: string): void;
}

/** Checks every tactic of a library against the oracle, in processes of their own; nothing is timed. */
export async function checkConformance(
  libraryPath: string,
  target: Target,
  ports: ConformancePorts,
  cancelled: AbortSignal,
): Promise<Result<ConformanceReport>> {
  const machine = ports.machine.withLibrary(libraryPath);
  const library = await describeLibrary(libraryPath, target, machine);
  if (!library.ok) {
    return library;
  }
  const runs: ConformanceRun[] = [];
  const notOffered: string[] = [];
  for (const request of conformanceRequests(target, 7)) {
    const prepared = await preparePlan(request, machine);
    if (!prepared.ok && prepared.error.code !== 'unsupported') {
      return prepared;
    }
    if (!prepared.ok) {
      notOffered.push(`${problemText(request.problem)}: ${prepared.error.message}`);
      continue;
    }
    const { plan } = prepared.value.preview;
    const run = await checkPlan(plan, libraryPath, brokenTactics(runs), ports, cancelled);
    if (!run.ok) {
      return run;
    }
    runs.push(run.value);
  }
  return success(conformanceReport(library.value, runs, notOffered));
}

async function describeLibrary(
  libraryPath: string,
  target: Target,
  machine: Machine,
): Promise<Result<LibraryReport>> {
  const asked = await machine.ask();
  if (!asked.ok) {
    return asked;
  }
  const [library] = asked.value.libraries;
  if (library === undefined) {
    const reason = asked.value.failures[0]?.message ?? `${libraryPath} cannot be loaded`;
    return failure('unsupported', reason);
  }
  if (library.target !== target || !library.device.ready) {
    const reason =
      library.target === target ? library.device.description : `it is for target ${library.target}`;
    return failure('unsupported', `${libraryPath} cannot be run for target ${target}: ${reason}`);
  }
  return success(library);
}

/** A tactic that crashed or hung is not asked again: each answer would cost a process or the patience. */
function brokenTactics(runs: readonly ConformanceRun[]): ReadonlySet<TacticId> {
  return new Set(
    runs.flatMap(({ plan, records }) =>
      records.flatMap((record) =>
        record.type === 'failure' ? (plan.cells[record.cell ?? -1]?.tacticId ?? []) : [],
      ),
    ),
  );
}

/** Every cell of a plan once, but for those of broken tactics. */
async function checkPlan(
  plan: RunPlan,
  libraryPath: string,
  broken: ReadonlySet<TacticId>,
  ports: ConformancePorts,
  cancelled: AbortSignal,
): Promise<Result<ConformanceRun>> {
  const visits = plan.cells
    .filter((cell) => cell.unsupported === undefined && !broken.has(cell.tacticId))
    .map((cell) => ({ cell: cell.index, firstBlock: 0, blocks: 0 }));
  ports.onProgress(`${visits.length} cells of ${problemText(plan.problem)}`);
  const records: RunRecord[] = [];
  const outcome = await superviseReplicate(
    { type: 'replicate', libraries: { A: libraryPath }, plan, replicate: 0, visits },
    ports.spawnWorker,
    {
      onRecord: (record) => records.push(record),
      onActivity: () => {},
      onEntering: () => {},
    },
    cancelled,
  );
  const outside = records.find((record) => record.type === 'failure' && record.cell === undefined);
  if (outside?.type === 'failure') {
    return failure('unsupported', outside.message);
  }
  if (outcome !== 'finished') {
    const reason = outcome === 'cancelled' ? 'the check was cancelled' : outcome.failed;
    return failure('unsupported', reason);
  }
  return success({ plan, records });
}

function problemText(problem: MoeProblem): string {
  const { hiddenSize, intermediateSize, numExperts, topK, scheme, activation } = problem;
  return `${hiddenSize} / ${intermediateSize} / ${numExperts} experts / top-${topK}, ${scheme}, ${activation}`;
}
