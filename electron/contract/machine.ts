import type { Target } from './problem';
import type { TacticOffer } from './tactic';
import type { Bytes, BytesPerSecond, FlopsPerSecond } from './units';

/** What a run was measured on; part of every run file. */
export interface Environment {
  readonly workbenchVersion: string;
  readonly hostname: string;
  readonly operatingSystem: string;
  readonly nodeVersion: string;
  readonly cpu: CpuInfo;
  readonly memoryTotalBytes: Bytes;
  /** Content of the kernel policy file: 'always', 'madvise', 'never', or 'unknown'. */
  readonly transparentHugePages: string;
  readonly libraries: readonly LibraryIdentity[];
  /** Read bandwidth from memory with the plan's threads, measured when the run began; absent: not measured. */
  readonly readBandwidth?: Bandwidth | undefined;
  /** Multiply-adds with everything in registers, measured as the read bandwidth is; absent: not measured. */
  readonly computePeak?: ComputePeak | undefined;
  /** How fast a GPU reads its own memory, measured by the library of the run when it began; absent: not measured. */
  readonly deviceReadBytesPerSecond?: BytesPerSecond | undefined;
  /** Whether memory that asks for huge pages got them; absent: not looked at. */
  readonly hugePagesGranted?: boolean | undefined;
}

export interface CpuInfo {
  readonly model: string;
  readonly hardwareThreads: number;
  /** Features that tactics ask for, e.g. avx2, avx512f, avx512_bf16. */
  readonly features: readonly string[];
  readonly l1dBytes: Bytes;
  readonly l2Bytes: Bytes;
  readonly lastLevelCacheBytes: Bytes;
}

export interface Bandwidth {
  readonly threads: number;
  readonly bytesPerSecond: BytesPerSecond;
}

/** The most a processor multiplies: fp32 multiply-adds, or what is faster of bf16 dot products and tiles. */
export interface ComputePeak {
  readonly threads: number;
  readonly flopsPerSecond: FlopsPerSecond;
  readonly instruction: 'bf16_tiles' | 'bf16_dot' | 'fp32_multiply_add';
}

/** What tactics are held against on a processor, measured with so many threads. */
export interface Ceilings {
  readonly readBandwidth: Bandwidth;
  readonly computePeak: ComputePeak;
  readonly hugePagesGranted: boolean;
}

export interface LibraryIdentity {
  readonly target: Target;
  readonly name: string;
  readonly abiVersion: number;
  /** SHA-256 of the shared object. */
  readonly contentHash: string;
  /** What it runs on; absent in files of versions before 0.4. */
  readonly device?: DeviceReport | undefined;
}

/** The processor or GPU that a library would use. */
export interface DeviceReport {
  readonly ready: boolean;
  /** Its name, or why the library cannot run here, in words. */
  readonly description: string;
  /** Memory the weights live in; 0 when not ready. */
  readonly memoryBytes: Bytes;
  /** What cold weights have to exceed; 0 when not ready. */
  readonly lastLevelCacheBytes: Bytes;
}

export interface LibraryReport extends LibraryIdentity {
  readonly path: string;
  readonly device: DeviceReport;
  readonly tactics: readonly TacticOffer[];
}

/** One compiler or tool that `doctor` looked for. */
export interface ToolReport {
  readonly name: string;
  readonly version?: string | undefined;
  /** Why it is absent or too old, and what to do. */
  readonly note?: string | undefined;
}

export interface MachineReport {
  readonly environment: Environment;
  readonly memoryAvailableBytes: Bytes;
  readonly libraries: readonly LibraryReport[];
  readonly gpu: { readonly present: boolean; readonly description: string };
  readonly tools: readonly ToolReport[];
}
