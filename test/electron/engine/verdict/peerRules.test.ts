import { describe, expect, it } from 'vitest';
import { mannWhitneyP, PEER_RULES } from '../../../../electron/engine/verdict/peerRules';

function wordsOf(a: readonly number[], b: readonly number[]) {
  return Object.fromEntries(PEER_RULES.map(({ name, judge }) => [name, judge(a, b)]));
}

describe('rules of other tools', () => {
  it('Mann-Whitney agrees with a worked example (normal approximation, no continuity correction)', () => {
    // U = 3 of 25: z = (12.5 - 3) / sqrt(25 x 11 / 12).
    expect(mannWhitneyP([1, 2, 3, 4, 8], [5, 6, 7, 9, 10])).toBeCloseTo(0.0472, 3);
    expect(mannWhitneyP([1, 1, 1], [1, 1, 1])).toBeGreaterThan(0.99);
  });

  it('agree on a large difference and on none', () => {
    const a = [100, 101, 99, 100, 100.5, 99.5, 100, 101];
    expect(
      wordsOf(
        a,
        a.map((us) => us * 1.2),
      ),
    ).toEqual({
      'google-benchmark': 'SLOWER',
      criterion: 'SLOWER',
      nvbench: 'SLOWER',
    });
    expect(new Set(Object.values(wordsOf(a, a)))).toEqual(new Set(['SAME']));
  });

  it('differ on a small one: criterion asks for more than 1 %', () => {
    const a = [100, 100.1, 99.9, 100, 100.1, 99.9, 100, 100.1];
    const words = wordsOf(
      a,
      a.map((us) => us * 1.006),
    );
    expect(words).toMatchObject({ criterion: 'SAME', 'google-benchmark': 'SLOWER' });
  });
});
