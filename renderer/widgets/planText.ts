import type { RunPlan } from '../../electron/contract/plan';
import type { MoeProblem } from '../../electron/contract/problem';
import { formatNumber } from '../../electron/engine/text/format';

/** `2880 / 2880 / 32 / top-4 · mxfp4_bf16`: hidden, intermediate, experts, top-k, scheme. */
export function problemText(problem: MoeProblem): string {
  const { hiddenSize, intermediateSize, numExperts, topK, scheme } = problem;
  return `${hiddenSize} / ${intermediateSize} / ${numExperts} / top-${topK} · ${scheme}`;
}

/** Values of a plan's cells, each once, in plan order. */
export function uniqueOf<T>(
  plan: RunPlan,
  of: (cell: RunPlan['cells'][number]) => T,
): readonly T[] {
  return [...new Set(plan.cells.map(of))];
}

/** `1, 4, 16, 64`. */
export function batchText(plan: RunPlan): string {
  return uniqueOf(plan, ({ batchSize }) => formatNumber(batchSize)).join(', ');
}

/** 0 threads in a plan are all that the hardware has. */
export function threadsText(threads: number, hardwareThreads: number | undefined): string {
  const hardware = hardwareThreads === undefined ? '' : ` ${formatNumber(hardwareThreads)}`;
  if (threads === 0) return `all${hardware} in hardware`;
  return `${formatNumber(threads)}${hardware === '' ? '' : ` of${hardware} in hardware`}`;
}
