import type { Scheme } from './problem';

/**
 * One way to run a GEMM, by structure. M is rows of weights (output channels), N tokens, K the
 * contraction. The C mirror is `moe_tactic`. The id is the canonical text of the rest.
 */
export interface Tactic {
  readonly id: TacticId;
  readonly family: string;
  readonly instructionSet: string;
  readonly tileM: number;
  readonly tileN: number;
  readonly tileK: number;
  readonly clusterM: number;
  readonly clusterN: number;
  readonly stages: number;
  readonly swizzle: number;
  readonly splitK: number;
  readonly schedule: string;
  readonly raster: string;
  readonly conversion: string;
  readonly loader: string;
  readonly scaling: string;
  /** Tactics with the same layout share prepared weights. */
  readonly weightLayout: string;
  /** A sensible first choice of its family on this machine. */
  readonly isDefault: boolean;
}

/** e.g. `streaming.avx512_bf16.m32n6k64.lut.stream.after`; see engine/tacticId.ts. */
export type TacticId = string;

/** A tactic of a library, and whether the processor has what it needs; if not, why, in words. */
export interface TacticOffer {
  readonly tactic: Tactic;
  readonly supported: boolean;
  readonly reason?: string | undefined;
  /** Schemes whose problems it takes; absent where that was not found out. */
  readonly schemes?: readonly Scheme[] | undefined;
}

/** Families in the order that charts and tables show them; the first is what speed-ups refer to. */
export const FAMILY_ORDER = [
  'natural',
  'interleaved',
  'original',
  'pr12451',
  'streaming',
  'fused',
] as const;

/** The family that the others are compared with, per target. */
export const BASELINE_FAMILY = { cpu: 'natural', sm90: 'original' } as const;
