import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoutingSpec } from '../../../../electron/contract/routing';
import { expertHistogram } from '../../../../electron/engine/routing/histogram';
import { formatRouting, parseRouting } from '../../../../electron/engine/routing/routingText';
import { sampleRoutings } from '../../../../electron/engine/routing/sampleRoutings';

const routings: readonly RoutingSpec[] = [
  { kind: 'uniform' },
  { kind: 'balanced' },
  { kind: 'zipf', exponent: 1.1 },
  { kind: 'dirichlet', alpha: 0.3 },
  { kind: 'single', expert: 0 },
];
const problem = { numExperts: 16, topK: 4 };

describe.each(routings)('routing %o', (routing) => {
  it('gives each token k distinct experts and weights that sum to 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 1e9 }),
        (batchSize, topK, seed) => {
          const sizes = { numExperts: 6, topK };
          const [sample] = sampleRoutings(sizes, routing, batchSize, 1, seed);
          for (let token = 0; token < batchSize; token++) {
            const ids = sample?.expertIds.subarray(token * topK, (token + 1) * topK) ?? [];
            const weights = sample?.expertWeights.subarray(token * topK, (token + 1) * topK) ?? [];
            expect(new Set(ids).size).toBe(topK);
            expect(Math.min(...ids)).toBeGreaterThanOrEqual(0);
            expect(Math.max(...ids)).toBeLessThan(6);
            expect([...weights].reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is the same for the same seed and another for another', () => {
    const [first] = sampleRoutings(problem, routing, 32, 1, 7);
    const [again, second] = sampleRoutings(problem, routing, 32, 2, 7);
    const [other] = sampleRoutings(problem, routing, 32, 1, 8);
    expect(again).toEqual(first);
    expect(second).not.toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('survives being written and read', () => {
    expect(parseRouting(formatRouting(routing))).toEqual({ ok: true, value: routing });
  });
});

describe('the shape of a routing', () => {
  const countsOf = (routing: RoutingSpec) => {
    const [sample] = sampleRoutings(problem, routing, 400, 1, 3);
    return [...expertHistogram(sample?.expertIds ?? new Int32Array(), 16)].sort((a, b) => b - a);
  };

  it('balanced differs by at most one', () => {
    const counts = countsOf({ kind: 'balanced' });
    expect((counts[0] ?? 0) - (counts[15] ?? 0)).toBeLessThanOrEqual(1);
  });

  it('zipf is skewed, and more so with a larger exponent', () => {
    const mild = countsOf({ kind: 'zipf', exponent: 0.5 });
    const strong = countsOf({ kind: 'zipf', exponent: 2 });
    expect(mild[15]).toBeLessThan(mild[0] ?? 0);
    expect(strong[15]).toBeLessThan(mild[15] ?? 0);
  });

  it('single gives its expert every token', () => {
    expect(countsOf({ kind: 'single', expert: 5 })[0]).toBe(400);
  });
});

describe('routing texts', () => {
  it.each([
    ['zipff:1', /did you mean zipf/],
    ['zipf:1:2', /routing zipf:1:2 has more than one parameter/],
    ['zipf:-1', /from 0 to 10/],
    ['uniform:2', /takes no parameter/],
    ['single:x', /whole number/],
    ['dirichlet:0', /from 0.001/],
  ])('%s is refused', (text, reason) => {
    const parsed = parseRouting(text);
    expect(parsed.ok ? '' : parsed.error.message).toMatch(reason);
  });
});
