import type { KernelResources } from '../../contract/registers';
import type { Bytes } from '../../contract/units';

/** What one CTA asks of an SM. */
export interface CtaDemand {
  readonly registersPerThread: number;
  readonly threadsPerBlock: number;
  /** Static and dynamic. */
  readonly sharedBytes: Bytes;
}

export const LIMITS = ['registers', 'shared memory', 'warps', 'CTA slots'] as const;
export type Limit = (typeof LIMITS)[number];

export interface Occupancy {
  /** 0: not even one CTA fits. */
  readonly ctasPerSm: number;
  /**
   * How many of them fit whichever part of the register file each begins at. Fewer where a CTA's warps
   * are no multiple of four: some parts get one more of each CTA, and when several CTAs favour the same
   * part it is full before the others. Seen on an H200 (native/kernels/sm90/H200-history.md).
   */
  readonly assuredCtas: number;
  /** What admits no further CTA; several when they give out together. */
  readonly limitedBy: readonly Limit[];
  readonly residentWarps: number;
  /** What a further CTA would need, all of it; undefined where no such figure exists. */
  readonly next: NextCta | undefined;
}

export interface NextCta {
  /** Undefined: registers are no obstacle. */
  readonly registersPerThread?: number | undefined;
  /** Undefined: shared memory is no obstacle. */
  readonly sharedBytes?: Bytes | undefined;
}

/**
 * An SM of compute capability 9.0: CUDA C++ Programming Guide, tables of technical specifications;
 * allocation units from CUDA's cuda_occupancy.h, whose answers the tests compare with.
 */
export const SM90 = {
  registers: 65_536,
  /** Registers are given to a warp in units of this many, from one of four equal parts of the file. */
  registerUnit: 256,
  parts: 4,
  maxRegistersPerThread: 255,
  maxWarps: 64,
  maxCtas: 32,
  maxThreadsPerBlock: 1024,
  sharedBytes: 228 * 1024,
  maxSharedBytesPerBlock: 227 * 1024,
  /** Taken by the system from every CTA's share. */
  reservedSharedBytes: 1024,
  sharedUnit: 128,
  warpThreads: 32,
} as const;

/** How many CTAs of one kind an SM holds at once, and why not more. */
export function occupancy(demand: CtaDemand): Occupancy {
  const warpsPerCta = Math.ceil(demand.threadsPerBlock / SM90.warpThreads);
  const fitting: Record<Limit, number> = {
    registers: ctasByRegisters(demand.registersPerThread, warpsPerCta),
    'shared memory': ctasByShared(demand.sharedBytes),
    warps: Math.floor(SM90.maxWarps / warpsPerCta),
    'CTA slots': SM90.maxCtas,
  };
  const ctasPerSm = Math.min(...Object.values(fitting));
  return {
    ctasPerSm,
    assuredCtas: Math.min(ctasPerSm, assuredByRegisters(demand.registersPerThread, warpsPerCta)),
    limitedBy: LIMITS.filter((limit) => fitting[limit] === ctasPerSm),
    residentWarps: ctasPerSm * warpsPerCta,
    next: nextCta(ctasPerSm + 1, warpsPerCta, fitting),
  };
}

/** What a kernel asks for; undefined when the compiler did not say. */
export function demandOf(kernel: KernelResources): CtaDemand | undefined {
  const { registersPerThread, staticSharedBytes, dynamicSharedBytes, threadsPerBlock } = kernel;
  if (registersPerThread === null || staticSharedBytes === null) return undefined;
  return {
    registersPerThread,
    threadsPerBlock,
    sharedBytes: staticSharedBytes + dynamicSharedBytes,
  };
}

function ctasByRegisters(registersPerThread: number, warpsPerCta: number): number {
  return Math.floor((SM90.parts * warpsPerPart(registersPerThread)) / warpsPerCta);
}

/** When all CTAs favour the same part. */
function assuredByRegisters(registersPerThread: number, warpsPerCta: number): number {
  return Math.floor(warpsPerPart(registersPerThread) / Math.ceil(warpsPerCta / SM90.parts));
}

/** Each of the four parts of the register file holds whole warps. */
function warpsPerPart(registersPerThread: number): number {
  if (registersPerThread > SM90.maxRegistersPerThread) return 0;
  const perWarp = roundUp(Math.max(1, registersPerThread) * SM90.warpThreads, SM90.registerUnit);
  return Math.floor(SM90.registers / SM90.parts / perWarp);
}

function ctasByShared(bytes: Bytes): number {
  if (bytes > SM90.maxSharedBytesPerBlock) return 0;
  const perCta = roundUp(bytes + SM90.reservedSharedBytes, SM90.sharedUnit);
  return Math.floor(SM90.sharedBytes / perCta);
}

function nextCta(
  ctas: number,
  warpsPerCta: number,
  fitting: Readonly<Record<Limit, number>>,
): NextCta | undefined {
  if (fitting.warps < ctas || fitting['CTA slots'] < ctas) return undefined;
  return {
    ...(fitting.registers < ctas ? { registersPerThread: registersFor(ctas, warpsPerCta) } : {}),
    ...(fitting['shared memory'] < ctas ? { sharedBytes: sharedFor(ctas) } : {}),
  };
}

/** Most registers per thread with which `ctas` fit. */
function registersFor(ctas: number, warpsPerCta: number): number {
  const perWarp = SM90.registers / SM90.parts / Math.ceil((ctas * warpsPerCta) / SM90.parts);
  const units = Math.floor(perWarp / SM90.registerUnit);
  return Math.min((units * SM90.registerUnit) / SM90.warpThreads, SM90.maxRegistersPerThread);
}

/** Most shared bytes per CTA with which `ctas` fit. */
function sharedFor(ctas: number): Bytes {
  const perCta = Math.floor(SM90.sharedBytes / ctas / SM90.sharedUnit) * SM90.sharedUnit;
  return perCta - SM90.reservedSharedBytes;
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
