import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { demandOf, occupancy } from '../../../../electron/engine/registers/occupancy';
import { kernelOf } from '../../../fixtures/registers';

describe('occupancy on an SM of compute capability 9.0', () => {
  it('holds one CTA of a warp-specialised kernel: 168 registers x 384 threads', () => {
    const result = occupancy({
      registersPerThread: 168,
      threadsPerBlock: 384,
      sharedBytes: 199_392,
    });
    expect(result).toEqual({
      ctasPerSm: 1,
      assuredCtas: 1,
      limitedBy: ['registers', 'shared memory'],
      residentWarps: 12,
      next: { registersPerThread: 80, sharedBytes: 115_712 },
    });
  });

  it('answers as cuda_occupancy.h of CUDA 13.0 does, over registers, threads and shared memory', async () => {
    const csv = await readFile('test/fixtures/occupancy-sm90.csv', 'utf8');
    const rows = csv
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').map(Number));
    const ours = rows.map(([registersPerThread = 0, threadsPerBlock = 0, sharedBytes = 0]) => [
      registersPerThread,
      threadsPerBlock,
      sharedBytes,
      occupancy({ registersPerThread, threadsPerBlock, sharedBytes }).ctasPerSm,
    ]);
    expect(rows.length).toBe(576);
    expect(ours).toEqual(rows);
  });

  it.each([
    [{ registersPerThread: 32, threadsPerBlock: 256, sharedBytes: 0 }, ['registers', 'warps']],
    [{ registersPerThread: 33, threadsPerBlock: 256, sharedBytes: 0 }, ['registers']],
    [{ registersPerThread: 16, threadsPerBlock: 32, sharedBytes: 0 }, ['CTA slots']],
    [{ registersPerThread: 256, threadsPerBlock: 32, sharedBytes: 0 }, ['registers']],
    [{ registersPerThread: 32, threadsPerBlock: 128, sharedBytes: 232_449 }, ['shared memory']],
  ] as const)('names the limit of %o', (demand, limitedBy) => {
    expect(occupancy(demand).limitedBy).toEqual(limitedBy);
  });

  it('holds the next CTA with exactly what it says the next one needs, and not with more', () => {
    for (const registersPerThread of [40, 80, 128, 168, 224]) {
      for (const sharedBytes of [0, 20_000, 60_000, 120_000, 199_392]) {
        const demand = { registersPerThread, threadsPerBlock: 384, sharedBytes };
        const { ctasPerSm, next } = occupancy(demand);
        if (next === undefined) continue;
        const enough = {
          ...demand,
          registersPerThread: next.registersPerThread ?? registersPerThread,
          sharedBytes: next.sharedBytes ?? sharedBytes,
        };
        expect(occupancy(enough).ctasPerSm).toBe(ctasPerSm + 1);
        for (const key of ['registersPerThread', 'sharedBytes'] as const) {
          const most = next[key];
          if (most === undefined) continue;
          expect(occupancy({ ...enough, [key]: most + 1 }).ctasPerSm).toBe(ctasPerSm);
        }
      }
    }
  });

  it('assures fewer CTAs than fit by number when odd warps may meet on one scheduler', () => {
    // 112 registers: four warps to a scheduler. Five warps: two on one of them, one on the others.
    const odd = { registersPerThread: 112, threadsPerBlock: 160, sharedBytes: 0 };
    expect(occupancy(odd)).toMatchObject({ ctasPerSm: 3, assuredCtas: 2 });
    // 80 registers: six warps to a scheduler, so that three pairs fit any of them.
    const lean = { ...odd, registersPerThread: 80 };
    expect(occupancy(lean)).toMatchObject({ ctasPerSm: 4, assuredCtas: 3 });
  });

  it('assures all CTAs of a multiple of four warps, and one that fills the SM', () => {
    for (const registersPerThread of [32, 64, 112, 128, 168, 255]) {
      for (const threadsPerBlock of [128, 256, 384, 512]) {
        const { ctasPerSm, assuredCtas } = occupancy({
          registersPerThread,
          threadsPerBlock,
          sharedBytes: 0,
        });
        expect(assuredCtas).toBe(ctasPerSm);
      }
    }
    const whole = { registersPerThread: 128, threadsPerBlock: 480, sharedBytes: 0 };
    expect(occupancy(whole)).toMatchObject({ ctasPerSm: 1, assuredCtas: 1 });
  });

  it('says nothing of a kernel whose compiler said nothing', () => {
    expect(demandOf(kernelOf({ registersPerThread: null }))).toBeUndefined();
  });
});
