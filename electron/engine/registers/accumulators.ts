import type { KernelStructure } from '../../contract/registers';

/** Threads of a warp group, which share a wgmma's output. */
const WARP_GROUP_THREADS = 128;

/**
 * fp32 accumulators of the output tile that one consumer thread holds. Cooperative: the two consumer
 * warp groups share a tile; pingpong: each has a whole one.
 */
export function accumulatorsPerThread({ tileM, tileN, schedule }: KernelStructure): number {
  const warpGroups = schedule === 'cooperative' ? 2 : 1;
  return (tileM * tileN) / (WARP_GROUP_THREADS * warpGroups);
}
