import { createHash } from 'node:crypto';
import { assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  interleavePlan,
  type InterleavePlan,
  type InterleaveShape,
} from '../../../../electron/engine/interleave/interleavePlan';

function planOf(shape: InterleaveShape): InterleavePlan {
  const plan = interleavePlan(shape);
  if (!plan.ok) throw new Error(plan.error.message);
  return plan.value;
}

function interleaved(plan: InterleavePlan, natural: Uint8Array): Uint8Array {
  const out = new Uint8Array(plan.pieces * plan.interleavedBytes);
  for (let piece = 0; piece < plan.pieces; ++piece) {
    plan.interleave(
      natural.subarray(piece * plan.naturalBytes, (piece + 1) * plan.naturalBytes),
      out.subarray(piece * plan.interleavedBytes, (piece + 1) * plan.interleavedBytes),
    );
  }
  return out;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** W[r][c] = (131 r + 17 c + 7) mod 256 of 32 rows x 64 bytes. */
const pattern = Uint8Array.from(
  { length: 32 * 64 },
  (_, i) => 131 * Math.floor(i / 64) + 17 * (i % 64) + 7,
);

describe('interleaving', () => {
  it.each([
    ['mxfp4_bf16', '676d3340db770bfaf0c1712d7942156be23ae5fc72baf08b0c3b476eca72fb5a'],
    ['int4_fp8', '8f71e8057d83e1b09542cda33b3f018a5927c5ec32da26959802a6724f0d8af8'],
  ] as const)('makes the published digest of %s weights', (scheme, digest) => {
    const plan = planOf({ scheme, kind: 'weights', rows: 32, cols: 128 });
    expect(sha256(interleaved(plan, pattern))).toBe(digest);
  });

  it('makes the published digest of scales', () => {
    const natural = Uint8Array.from(
      { length: 128 * 8 },
      (_, i) => 5 * Math.floor(i / 8) + 3 * (i % 8) + 1,
    );
    const plan = planOf({ scheme: 'mxfp4_bf16', kind: 'scales', rows: 128, cols: 256 });
    expect(sha256(interleaved(plan, natural))).toBe(
      '1d33a6fd2eace5005500e0cf7c32ea9ed97ea94558210f1c24c415eb29ce1f53',
    );
  });

  it('is undone by its inverse, whatever the bytes', () => {
    const shapes = record({
      scheme: constantFrom('mxfp4_bf16' as const, 'int4_fp8' as const),
      kind: constantFrom('weights' as const, 'scales' as const),
      tiles: integer({ min: 1, max: 3 }),
      partitions: integer({ min: 1, max: 5 }),
      seed: integer(),
    });
    assert(
      property(shapes, ({ scheme, kind, tiles, partitions, seed }) => {
        const cols = partitions * (kind === 'weights' ? 64 : scheme === 'int4_fp8' ? 128 : 32);
        const plan = planOf({ scheme, kind, rows: 16 * tiles, cols });
        const natural = Uint8Array.from(
          { length: plan.naturalBytes },
          (_, i) => Math.imul(i + 1, seed | 1) >>> 11,
        );
        const there = new Uint8Array(plan.interleavedBytes);
        const back = new Uint8Array(plan.naturalBytes);
        plan.interleave(natural, there);
        plan.restore(there, back);
        expect(back).toEqual(natural);
      }),
    );
  });

  it('fills a pack that K does not fill with zeros', () => {
    const plan = planOf({ scheme: 'mxfp4_bf16', kind: 'scales', rows: 2, cols: 64 });
    expect([...interleaved(plan, Uint8Array.of(1, 2, 3, 4))]).toEqual([1, 2, 0, 0, 3, 4, 0, 0]);
  });

  it('packs INT4 scales 4, 2 or 1 together, as far as K divides', () => {
    for (const [cols, layout] of [
      [512, '[1, 64] in packs of 4'],
      [256, '[1, 32] in packs of 2'],
      [384, '[3, 16] in packs of 1'],
    ] as const) {
      expect(planOf({ scheme: 'int4_fp8', kind: 'scales', rows: 16, cols }).layout).toBe(layout);
    }
  });

  it.each([
    [{ kind: 'weights', rows: 24, cols: 128 }, 'rows 24 is not a multiple of 16'],
    [{ kind: 'weights', rows: 32, cols: 96 }, 'cols 96 is not a multiple of 64'],
    [{ kind: 'weights', rows: 32, cols: 64, group: 32 }, 'a group size belongs to scales'],
    [{ kind: 'scales', rows: 32, cols: 48 }, 'cols 48 is not a multiple of the group size 32'],
    [{ kind: 'scales', rows: 32, cols: 192, group: 48 }, 'group size 48 does not divide 128'],
    [{ kind: 'scales', rows: 32, cols: 64, group: 0 }, 'group must be at least 1'],
    [{ kind: 'weights', rows: 0, cols: 64 }, 'must be at least 1'],
    [{ kind: 'weights', rows: -16, cols: 64 }, 'must be at least 1'],
  ] as const)('refuses %o', (shape, message) => {
    const plan = interleavePlan({ scheme: 'mxfp4_bf16', ...shape });
    expect(plan).toMatchObject({ ok: false, error: { code: 'invalid_request' } });
    expect(plan.ok ? '' : plan.error.message).toContain(message);
  });
});
