import type { ComputePeak } from '../../contract/machine';

/** What the compute peak of a machine was measured with, in words. */
export const PEAK_INSTRUCTION: Readonly<Record<ComputePeak['instruction'], string>> = {
  bf16_tiles: 'bf16 tiles of AMX',
  bf16_dot: 'bf16 dot products',
  fp32_multiply_add: 'fp32 multiply-adds',
};
