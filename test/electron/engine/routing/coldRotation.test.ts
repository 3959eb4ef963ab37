import { describe, expect, it } from 'vitest';
import { expertHistogram } from '../../../../electron/engine/routing/histogram';
import {
  COLD_CACHE_MULTIPLE,
  planColdRotation,
  type ColdRotation,
} from '../../../../electron/engine/routing/coldRotation';
import { sampleRoutings } from '../../../../electron/engine/routing/sampleRoutings';

const megabyte = 1e6;
/** gpt-oss-20b on a processor with 32 MiB of cache. */
const sizes = { numExperts: 32, topK: 4 };
const expertBytes = 13.2 * megabyte;
const lastLevelCacheBytes = 33.5 * megabyte;

function rotationOf(
  batchSize: number,
  cacheMode: 'cold' | 'hot' = 'cold',
  cacheBytes = lastLevelCacheBytes,
  maxCopies = 8,
): ColdRotation {
  return planColdRotation({
    samples: sampleRoutings(sizes, { kind: 'uniform' }, batchSize, 16, 1),
    numExperts: sizes.numExperts,
    expertBytes,
    lastLevelCacheBytes: cacheBytes,
    cacheMode,
    maxCopies,
  });
}

/** The promise, checked the slow way: over three rounds, between two uses of a buffer. */
function smallestDistance({ launches }: ColdRotation): number {
  const uses = [...launches, ...launches, ...launches].map(
    ({ copy, expertIds }) => new Set([...expertIds].map((expert) => copy * 1000 + expert)),
  );
  let smallest = Infinity;
  uses.forEach((buffers, later) => {
    for (const buffer of buffers) {
      for (let earlier = later - 1; earlier >= 0; earlier--) {
        if (uses[earlier]?.has(buffer) === true) {
          const between = uses.slice(earlier + 1, later).reduce((sum, { size }) => sum + size, 0);
          smallest = Math.min(smallest, between * expertBytes);
          break;
        }
      }
    }
  });
  return smallest;
}

describe.each([1, 2, 4, 8, 16, 64])('a cold rotation at batch size %i', (batchSize) => {
  const rotation = rotationOf(batchSize);

  it('touches five times the cache between two uses of any buffer, and says how much', () => {
    expect(rotation.reuseDistanceBytes).toBeCloseTo(smallestDistance(rotation));
    expect(rotation.reuseDistanceBytes).toBeGreaterThanOrEqual(
      COLD_CACHE_MULTIPLE * lastLevelCacheBytes,
    );
  });

  it('needs no more than two copies of this layer', () => {
    expect(rotation.copies).toBeLessThanOrEqual(2);
  });

  it('keeps how many tokens experts get', () => {
    const samples = sampleRoutings(sizes, { kind: 'uniform' }, batchSize, 16, 1);
    rotation.launches.forEach((launch, index) => {
      const sample = samples[index % samples.length];
      const shape = (ids: Int32Array) => [...expertHistogram(ids, 32)].sort((a, b) => a - b);
      expect(shape(launch.expertIds)).toEqual(shape(sample?.expertIds ?? new Int32Array()));
      expect(launch.expertWeights).toEqual(sample?.expertWeights);
    });
  });
});

describe('a rotation past a cache of half a gigabyte', () => {
  const largeCache = 533 * megabyte;

  it.each([1, 2, 4, 16, 64])('at batch size %i is cold in 5 GB of this layer', (batchSize) => {
    const rotation = rotationOf(batchSize, 'cold', largeCache, 64);
    expect(rotation.reuseDistanceBytes).toBeCloseTo(smallestDistance(rotation));
    expect(rotation.reuseDistanceBytes).toBeGreaterThanOrEqual(COLD_CACHE_MULTIPLE * largeCache);
    expect(rotation.copies * sizes.numExperts * expertBytes).toBeLessThan(5e9);
  });

  it('takes more launches, and not copies, where one touches four experts', () => {
    const { copies, launches } = rotationOf(1, 'cold', largeCache, 64);
    expect(copies).toBeLessThanOrEqual(8);
    expect(launches.length).toBeGreaterThan(50);
  });
});

describe('a rotation', () => {
  it('hot renames nothing and promises nothing', () => {
    const rotation = rotationOf(4, 'hot');
    expect(rotation.copies).toBe(1);
    expect(rotation.reuseDistanceBytes).toBe(0);
    const [first] = sampleRoutings(sizes, { kind: 'uniform' }, 4, 1, 1);
    expect(rotation.launches[0]?.expertIds).toEqual(first?.expertIds);
  });

  it('of weights and a cache without bytes still has launches', () => {
    const samples = sampleRoutings(sizes, { kind: 'uniform' }, 4, 3, 1);
    const rotation = planColdRotation({
      samples,
      numExperts: sizes.numExperts,
      expertBytes: 0,
      lastLevelCacheBytes: 0,
      cacheMode: 'cold',
      maxCopies: 8,
    });
    expect(rotation.launches).toHaveLength(samples.length);
    expect(rotation.copies).toBe(1);
  });

  it('says how far it got when memory allows too few copies', () => {
    const rotation = planColdRotation({
      samples: sampleRoutings({ numExperts: 2, topK: 2 }, { kind: 'uniform' }, 4, 4, 1),
      numExperts: 2,
      expertBytes: 1000,
      lastLevelCacheBytes: 1e9,
      cacheMode: 'cold',
      maxCopies: 3,
    });
    expect(rotation.reuseDistanceBytes).toBeGreaterThan(0);
    expect(rotation.reuseDistanceBytes).toBeLessThan(5e9);
  });
});
