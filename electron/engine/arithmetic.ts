import type { MoeProblem, Stage } from '../contract/problem';
import { gemm1Rows } from './memory';

/** Multiply-adds of one launch: each token meets the weights of its top-k experts. */
export function multiplyAdds(problem: MoeProblem, stage: Stage, tokens: number): number {
  const { hiddenSize, intermediateSize, topK } = problem;
  const gemm1 = hiddenSize * gemm1Rows(problem);
  const gemm2 = intermediateSize * hiddenSize;
  const each = { gemm1, gemm2, layer: gemm1 + gemm2 }[stage];
  return tokens * topK * each;
}
