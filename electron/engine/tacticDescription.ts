import type { KernelStructure } from '../contract/registers';
import { tileLabel } from './tacticId';

/** CUTLASS numbers of the mainloop schedules, as the pull request's query prints them. */
const MAINLOOP_SCHEDULES: Readonly<Record<string, number>> = { pingpong: 1, cooperative: 2 };

/**
 * The text by which TensorRT-LLM's tactic query (`get_tactic_desc` of pull request 12451) names a
 * tactic, for those who know it. Undefined for families that TensorRT-LLM does not have.
 */
export function tacticDescription(structure: KernelStructure): string | undefined {
  const { family, schedule, clusterM, clusterN } = structure;
  const mainloop = MAINLOOP_SCHEDULES[schedule];
  if ((family !== 'original' && family !== 'pr12451') || mainloop === undefined) return undefined;
  const lines = [
    'style=TMA Warp Specialized',
    'sm: 90',
    `tile shape ID: ${tileLabel(structure)}`,
    `cluster shape ID: ${clusterM}x${clusterN}x1`,
    'dynamic cluster shape ID: undefined',
    'fallback cluster shape ID: undefined',
    `mainloop sched: ${mainloop}`,
    'epi sched: 0',
    'enable cuda kernel: false',
    'epilogue fusion type: 0',
    'swap_ab: true',
  ];
  return ['Cutlass GEMM Tactic', ...lines.map((line) => `\t${line}`)].join('\n');
}
