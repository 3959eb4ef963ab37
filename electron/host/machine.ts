import { hostname, release, totalmem, type } from 'node:os';
import type { Result } from '../contract/errors';
import type { Ceilings, Environment, LibraryReport, MachineReport } from '../contract/machine';
import type { RunPlan } from '../contract/plan';
import type { MoeProblem, Stage } from '../contract/problem';
import type { BytesPerSecond } from '../contract/units';
import type { WorkerReport } from '../contract/workerApi';
import { success } from '../engine/result';
import { askWorker } from './askWorker';
import { freeMemoryBytes, readOrEmpty } from './freeMemory';
import type { KernelLibraries } from './kernelLibraries';
import { describeGpu, describeTools } from './tools';
import type { SpawnWorker } from './workerProcess';

type EnvironmentCeilings = Partial<Ceilings> & Pick<Environment, 'deviceReadBytesPerSecond'>;

/** What the host knows of the machine; everything native is asked of a worker. */
export class Machine {
  readonly #spawnWorker: SpawnWorker;
  readonly #libraries: KernelLibraries;
  readonly #version: string;

  constructor(spawnWorker: SpawnWorker, libraries: KernelLibraries, version: string) {
    this.#spawnWorker = spawnWorker;
    this.#libraries = libraries;
    this.#version = version;
  }

  /** The same machine with other kernel libraries. */
  withLibrary(path: string): Machine {
    return new Machine(this.#spawnWorker, { paths: [path], missing: [] }, this.#version);
  }

  async describe(): Promise<Result<MachineReport>> {
    const [report, tools, gpu] = await Promise.all([this.ask(), describeTools(), describeGpu()]);
    if (!report.ok) {
      return report;
    }
    const notes = [
      ...this.#libraries.missing.map(({ library, reason }) => ({ name: library, note: reason })),
      ...report.value.failures.map(({ path, message }) => ({ name: path, note: message })),
    ];
    return success({
      environment: this.environment(report.value),
      memoryAvailableBytes: freeMemoryBytes(),
      libraries: report.value.libraries,
      gpu,
      tools: [...tools, ...notes],
    });
  }

  /** What the kernel libraries offer; for a problem also what each tactic says about it. */
  async ask(problem?: MoeProblem, stages?: readonly Stage[]): Promise<Result<WorkerReport>> {
    const answer = await askWorker(
      this.#spawnWorker,
      { type: 'describe', libraryPaths: this.#libraries.paths, problem, stages },
      'described',
    );
    return answer.ok ? success(answer.value.report) : answer;
  }

  /** Measures what tactics are held against in a process of its own. @param threads 0: all */
  async measureCeilings(threads: number): Promise<Result<Ceilings>> {
    const answer = await askWorker(this.#spawnWorker, { type: 'ceilings', threads }, 'ceilings');
    return answer.ok ? success(answer.value.ceilings) : answer;
  }

  /** How fast a library's GPU reads its own memory, measured in a process of its own. */
  async measureDeviceBandwidth(libraryPath: string): Promise<Result<BytesPerSecond>> {
    const job = { type: 'deviceBandwidth', libraryPath } as const;
    const answer = await askWorker(this.#spawnWorker, job, 'deviceBandwidth');
    return answer.ok ? success(answer.value.bytesPerSecond) : answer;
  }

  /** What a run begins with: a GPU is not held against the ceilings of its host. Empty: not measured. */
  async ceilingsFor(
    { target, threads }: Pick<RunPlan, 'target' | 'threads'>,
    libraryPath: string,
  ): Promise<EnvironmentCeilings> {
    if (target === 'cpu') {
      const measured = await this.measureCeilings(threads);
      return measured.ok ? measured.value : {};
    }
    const measured = await this.measureDeviceBandwidth(libraryPath);
    return measured.ok ? { deviceReadBytesPerSecond: measured.value } : {};
  }

  environment({ cpu, libraries }: WorkerReport, ceilings?: EnvironmentCeilings): Environment {
    return {
      workbenchVersion: this.#version,
      hostname: hostname(),
      operatingSystem: `${type()} ${release()}`,
      nodeVersion: process.version,
      cpu,
      memoryTotalBytes: totalmem(),
      transparentHugePages: transparentHugePages(),
      libraries: libraries.map(identityOf),
      ...ceilings,
    };
  }
}

function identityOf({ target, name, abiVersion, contentHash, device }: LibraryReport) {
  return { target, name, abiVersion, contentHash, device };
}

/** The kernel marks the policy in force with brackets: `always [madvise] never`. */
function transparentHugePages(): string {
  const policies = readOrEmpty('/sys/kernel/mm/transparent_hugepage/enabled');
  return /\[(\w+)\]/.exec(policies)?.[1] ?? 'unknown';
}
