import type { PlanRequest } from '../../contract/plan';
import type { MoeProblem, Target } from '../../contract/problem';

const small: MoeProblem = {
  hiddenSize: 256,
  intermediateSize: 256,
  numExperts: 8,
  topK: 2,
  scheme: 'mxfp4_bf16',
  activation: 'swiglu',
  bias: false,
};

const int4: MoeProblem = { ...small, scheme: 'int4_fp8', hiddenSize: 512, intermediateSize: 512 };

/**
 * Every activation, bias, one and many experts a token, sizes that are no powers of two; of int4_fp8 K of one,
 * of odd and of even numbers of groups of 128.
 */
const problems: readonly MoeProblem[] = [
  small,
  { ...small, activation: 'swiglu_oai', bias: true },
  { ...small, activation: 'geglu', topK: 1 },
  { ...small, activation: 'relu2', numExperts: 3, topK: 3 },
  { ...small, activation: 'none', bias: true },
  { ...small, hiddenSize: 320, intermediateSize: 192, numExperts: 5 },
  { ...small, hiddenSize: 960, intermediateSize: 128, numExperts: 4, topK: 4 },
  int4,
  { ...int4, activation: 'swiglu_oai', bias: true, hiddenSize: 384, intermediateSize: 128 },
  { ...int4, activation: 'relu2', numExperts: 3, topK: 3, intermediateSize: 1024 },
];

/**
 * What a kernel library is checked on: batches that fill no tile, one expert with all tokens and others
 * with none, skewed and even routing. Small enough for the oracle.
 */
export function conformanceRequests(target: Target, seed: number): readonly PlanRequest[] {
  return problems.map((problem) => ({
    problem,
    target,
    stages: ['gemm1', 'gemm2', 'layer'],
    batchSizes: [1, 3, 17, 64],
    routings: [
      { kind: 'uniform' },
      { kind: 'zipf', exponent: 1.2 },
      { kind: 'single', expert: problem.numExperts - 1 },
    ],
    tacticFilter: '*',
    threads: 0,
    effort: 'quick',
    cacheMode: 'hot',
    seed,
  }));
}
