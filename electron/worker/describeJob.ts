import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { LibraryReport } from '../contract/machine';
import { SCHEMES, STAGES, TARGETS, type MoeProblem, type Stage } from '../contract/problem';
import type { TacticOffer } from '../contract/tactic';
import type { ProblemSupport, WorkerJob, WorkerReport } from '../contract/workerApi';
import type { NativeAddon, NativeLibrary } from './nativeAddon';

type DescribeJob = Extract<WorkerJob, { type: 'describe' }>;

/** A problem of each scheme that every layout holds: what a tactic lacks for all is the processor's doing. */
const fittingProblems: readonly MoeProblem[] = SCHEMES.map((scheme) => ({
  hiddenSize: 4096,
  intermediateSize: 4096,
  numExperts: 8,
  topK: 2,
  scheme,
  activation: 'swiglu',
  bias: false,
}));

/** What the processor and the kernel libraries offer; a library that cannot be read is reported. */
export async function describe(job: DescribeJob, addon: NativeAddon): Promise<WorkerReport> {
  const libraries: LibraryReport[] = [];
  const support: ProblemSupport[] = [];
  const failures: { path: string; message: string }[] = [];
  for (const path of job.libraryPaths) {
    try {
      const library = new addon.NativeLibrary(path);
      libraries.push(await describeLibrary(path, library));
      if (job.problem !== undefined) {
        support.push(...askSupport(library, job.problem, job.stages ?? STAGES));
      }
    } catch (error) {
      failures.push({ path, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { cpu: addon.describeProcessor(), libraries, support, failures };
}

async function describeLibrary(path: string, library: NativeLibrary): Promise<LibraryReport> {
  const { name, target: targetName, abiVersion } = library.identity();
  const target = TARGETS.find((known) => known === targetName);
  if (target === undefined) {
    throw new Error(
      `kernel library ${path} is for target "${targetName}"; known are ${TARGETS.join(' and ')}`,
    );
  }
  const device = library.device();
  return {
    target,
    name,
    abiVersion,
    contentHash: createHash('sha256')
      .update(await readFile(path))
      .digest('hex'),
    path,
    device,
    tactics: library.tactics().map((tactic, index) => {
      if (!device.ready) return { tactic, supported: false, reason: device.description };
      return { tactic, ...supportOfFitting(library, index) };
    }),
  };
}

/** Whether the tactic runs where the problem is no obstacle; if not, what it says of the first scheme. */
function supportOfFitting(library: NativeLibrary, index: number): Omit<TacticOffer, 'tactic'> {
  const answers = fittingProblems.map((problem) => ({
    scheme: problem.scheme,
    ...library.support(problem, index, 'layer'),
  }));
  const schemes = answers.filter(({ supported }) => supported).map(({ scheme }) => scheme);
  if (schemes.length > 0) return { supported: true, schemes };
  const reason = answers[0]?.reason;
  return { supported: false, ...(reason === undefined ? {} : { reason }) };
}

function askSupport(
  library: NativeLibrary,
  problem: MoeProblem,
  stages: readonly Stage[],
): ProblemSupport[] {
  return library.tactics().flatMap((tactic, index) =>
    stages.map((stage) => ({
      tacticId: tactic.id,
      stage,
      ...library.support(problem, index, stage),
    })),
  );
}
