import { expect, it } from 'vitest';
import { shortKernelLabel } from '../../../electron/engine/tacticId';

const kernel = {
  family: 'pr12451',
  tileM: 64,
  tileN: 16,
  tileK: 128,
  schedule: 'pingpong',
  clusterM: 2,
  clusterN: 1,
};

it.each([
  [kernel, '64x16x128 pingpong 2x1'],
  [{ ...kernel, scheme: 'mxfp4_bf16' as const }, '64x16x128 pingpong 2x1'],
  [{ ...kernel, scheme: 'int4_fp8' as const }, '64x16x128 pingpong 2x1 int4_fp8'],
  [{ ...kernel, clusterM: 1, scheme: 'int4_fp8' as const }, '64x16x128 pingpong int4_fp8'],
])(
  'a kernel is called by its structure, and by its scheme where that is another',
  (given, label) => {
    expect(shortKernelLabel(given)).toBe(label);
  },
);
