import type { PlanRequest } from '../contract/plan';

/** What a run is of, in a few letters: `gpt-oss-20b-cpu` or `2880x2880-e32k4-cpu`. */
export function runSubject({
  preset,
  problem,
  target,
}: Pick<PlanRequest, 'preset' | 'problem' | 'target'>): string {
  const { hiddenSize, intermediateSize, numExperts, topK } = problem;
  return `${preset ?? `${hiddenSize}x${intermediateSize}-e${numExperts}k${topK}`}-${target}`;
}
