import type { Scheme, Target } from './problem';
import type { TacticId } from './tactic';
import type { Bytes } from './units';

/** Raised whenever `libNAME.resources.json`, which a build writes beside its library, changes. */
export const RESOURCE_REPORT_SCHEMA_VERSION = 1;

/** What the compiler gave one kernel. A figure that was not found out is null, never 0. */
export interface KernelResources extends KernelStructure {
  readonly id: TacticId;
  readonly stages: number;
  readonly threadsPerBlock: number;
  /** Per thread at launch, the figure that occupancy is made of. */
  readonly registersPerThread: number | null;
  /** What `setmaxnreg` leaves a producer thread and grants a consumer thread. */
  readonly producerRegisterLimit: number;
  readonly consumerRegisterLimit: number;
  /** Highest register that the role's machine code names; null without a disassembler. */
  readonly producerRegisters: number | null;
  readonly consumerRegisters: number | null;
  /** Per thread. */
  readonly spillStoreBytes: Bytes | null;
  readonly spillLoadBytes: Bytes | null;
  readonly stackBytes: Bytes | null;
  readonly staticSharedBytes: Bytes | null;
  readonly dynamicSharedBytes: Bytes;
  /** Named barriers. */
  readonly barriers: number | null;
  /** The compiler's C75xx messages, one a line; '' when there was none. */
  readonly warnings: string;
  /** The compiler's output when the kernel did not compile; '' when it did. */
  readonly failure: string;
}

/** Tile M is rows of weights, N tokens, K the contraction. */
export interface KernelStructure {
  readonly family: string;
  readonly tileM: number;
  readonly tileN: number;
  readonly tileK: number;
  /** Absent: mxfp4_bf16, from builds that had no other. */
  readonly scheme?: Scheme | undefined;
  readonly schedule: string;
  readonly clusterM: number;
  readonly clusterN: number;
}

/**
 * `offered`: a tactic of its own. `duplicate`: listed, but the dispatcher runs another entry's kernel.
 * `excluded`: compiled for this report only.
 */
export const STANDINGS = ['offered', 'duplicate', 'excluded'] as const;
export type Standing = (typeof STANDINGS)[number];

/** An entry of a family's tactic list, as the pull request enumerates it. */
export interface ListedTactic extends KernelStructure {
  readonly id: TacticId;
  readonly standing: Standing;
  /** Place in its family's list, from 0; null when it is left out of the list. */
  readonly position: number | null;
  /** Id of the kernel that the dispatcher runs for this entry. */
  readonly runsAs: TacticId;
}

export interface ResourceReport {
  readonly schemaVersion: typeof RESOURCE_REPORT_SCHEMA_VERSION;
  readonly target: Target;
  /** e.g. `nvcc 13.0.88`. */
  readonly compiler: string;
  readonly tactics: readonly ListedTactic[];
  readonly kernels: readonly KernelResources[];
}

/** What the builds beside the program say of their compilers. */
export interface RegistersAnswer {
  readonly reports: readonly ResourceReport[];
  /** Libraries that were not built, or whose report cannot be read, and why. */
  readonly missing: readonly MissingLibrary[];
}

export interface MissingLibrary {
  readonly library: string;
  readonly reason: string;
}

/** Of a comparison, side by side. */
export interface SideRegisters {
  readonly A: RegistersAnswer;
  readonly B: RegistersAnswer;
}
