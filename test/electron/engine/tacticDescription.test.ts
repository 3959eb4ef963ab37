import { describe, expect, it } from 'vitest';
import { tacticDescription } from '../../../electron/engine/tacticDescription';
import { kernelOf } from '../../fixtures/registers';

describe("the description of TensorRT-LLM's tactic query", () => {
  it('names tile, cluster and schedule as that query does', () => {
    const kernel = kernelOf({ tileM: 128, tileN: 32, schedule: 'cooperative', clusterM: 2 });
    expect(tacticDescription(kernel)).toBe(
      [
        'Cutlass GEMM Tactic',
        '\tstyle=TMA Warp Specialized',
        '\tsm: 90',
        '\ttile shape ID: 128x32x128',
        '\tcluster shape ID: 2x1x1',
        '\tdynamic cluster shape ID: undefined',
        '\tfallback cluster shape ID: undefined',
        '\tmainloop sched: 2',
        '\tepi sched: 0',
        '\tenable cuda kernel: false',
        '\tepilogue fusion type: 0',
        '\tswap_ab: true',
      ].join('\n'),
    );
  });

  it('is absent for families that TensorRT-LLM does not have', () => {
    expect(tacticDescription(kernelOf({ family: 'streaming' }))).toBeUndefined();
    expect(tacticDescription(kernelOf({ schedule: 'none' }))).toBeUndefined();
  });
});
