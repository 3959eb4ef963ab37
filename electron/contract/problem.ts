/** The problem: one MoE layer. The C mirror is `moe_problem` in native/api/moe_kernels.h. */

export const SCHEMES = ['mxfp4_bf16', 'int4_fp8'] as const;
/** Weights x activations: e2m1 + ue8m0 per 32 x bf16, or int4 + bf16 per 128 x e4m3. */
export type Scheme = (typeof SCHEMES)[number];

export const ACTIVATIONS = ['none', 'swiglu', 'swiglu_oai', 'geglu', 'relu2'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** Parameters of `swiglu_oai`: g = min(gate, limit), u = clamp(up, ±limit), g·σ(alpha·g)·(u + beta). */
export interface SwigluParameters {
  readonly alpha: number;
  readonly beta: number;
  /** Absent: no limit. */
  readonly limit?: number | undefined;
}

/** gpt-oss: alpha 1.702, beta 1, limit 7. */
export const GPT_OSS_SWIGLU: SwigluParameters = { alpha: 1.702, beta: 1, limit: 7 };

export interface MoeProblem {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly numExperts: number;
  readonly topK: number;
  readonly scheme: Scheme;
  readonly activation: Activation;
  /** Read for `swiglu_oai` only. */
  readonly swiglu?: SwigluParameters | undefined;
  readonly bias: boolean;
}

export const STAGES = ['gemm1', 'gemm2', 'layer'] as const;
/** `gemm1`: gate and up projection + activation. `gemm2`: down projection + finalize. `layer`: everything. */
export type Stage = (typeof STAGES)[number];

export const TARGETS = ['cpu', 'sm90'] as const;
export type Target = (typeof TARGETS)[number];
