import type { Branch } from '../../contract/comparison';
import type { RunDocument } from '../../contract/runFile';
import { measuredLibrary } from '../measuredLibrary';
import { latestEnvironment, measuredCeilings, type MeasuredCeilings } from '../cellRates';
import { PEAK_INSTRUCTION } from '../text/peakInstruction';
import { formatBytes, formatGigabytesPerSecond } from '../text/format';

/** One thing that a side was built from or measured on. */
export interface EnvironmentFact {
  readonly name: string;
  /** Of the baseline; absent where there is one side only. */
  readonly a?: string | undefined;
  readonly b: string;
}

type Facts = readonly (readonly [name: string, value: string])[];

/**
 * What both sides were built from and measured on, in one order. Branches of one run share the machine, so
 * that its facts are the same on both sides; two runs may differ in any.
 *
 * @param a the baseline's run; `b` itself where one run has both sides; absent: one side only
 */
export function environmentFacts(
  a: RunDocument | undefined,
  b: RunDocument,
): readonly EnvironmentFact[] {
  if (a === undefined) {
    return runFacts(b).map(([name, value]) => ({ name, b: value }));
  }
  const branches = a === b ? b.header.plan.comparison?.branches : undefined;
  return branches === undefined
    ? pairOf(runFacts(a), runFacts(b))
    : [
        ...pairOf(branchFacts(branches.A), branchFacts(branches.B)),
        ...pairOf(runFacts(b), runFacts(b)),
      ];
}

/** Whether the sides differ in this. */
export function differs({ a, b }: EnvironmentFact): boolean {
  return a !== undefined && a !== b;
}

function pairOf(factsA: Facts, factsB: Facts): readonly EnvironmentFact[] {
  const valuesA = new Map(factsA);
  return factsB.map(([name, b]) => ({ name, a: valuesA.get(name) ?? 'not known', b }));
}

function branchFacts(branch: Branch): Facts {
  return [
    ['Branch', branch.name],
    ['Built from', branch.origin],
    ['Commit', branch.commit ?? 'none'],
    ['Kernels changed since the commit', yesNo(branch.dirty)],
    ['Compilers', branch.compilers.join(', ') || 'not known: built elsewhere'],
    ['Built', branch.builtAt ?? 'not known: built elsewhere'],
    ['Branch library, SHA-256', branch.contentHash.slice(0, 16)],
  ];
}

function runFacts(document: RunDocument): Facts {
  const { plan, createdAt, runId } = document.header;
  const environment = latestEnvironment(document);
  const library = measuredLibrary(environment, plan);
  const gpu =
    plan.target === 'cpu' ? [] : [['GPU', library?.device?.description ?? 'not recorded'] as const];
  return [
    ['Run', runId],
    ['Measured', createdAt],
    ['Machine', environment.hostname],
    ...gpu,
    ['Processor', environment.cpu.model],
    ['Hardware threads', String(environment.cpu.hardwareThreads)],
    ['Memory', formatBytes(environment.memoryTotalBytes)],
    ['Operating system', environment.operatingSystem],
    ['Huge pages', environment.transparentHugePages],
    ['Read bandwidth, GB/s', bandwidthText(measuredCeilings(document))],
    ['Compute peak, GFLOP/s', peakText(environment)],
    ['Workbench', environment.workbenchVersion],
    ['Node', environment.nodeVersion],
    ['Threads', plan.threads === 0 ? 'all' : String(plan.threads)],
    ['Weights', plan.cacheMode],
    ['Seed', String(plan.seed)],
    ['Effort', plan.effort],
    ['Library, SHA-256', library?.contentHash.slice(0, 16) ?? 'none'],
  ];
}

function bandwidthText({ bandwidth }: MeasuredCeilings): string {
  return bandwidth === undefined ? 'not measured' : formatGigabytesPerSecond(bandwidth);
}

function peakText({ computePeak }: ReturnType<typeof latestEnvironment>): string {
  return computePeak === undefined
    ? 'not measured'
    : `${(computePeak.flopsPerSecond / 1e9).toFixed(0)} of ${PEAK_INSTRUCTION[computePeak.instruction]}`;
}

function yesNo(value: boolean | undefined): string {
  return value === undefined ? 'not known' : value ? 'yes' : 'no';
}
