import { describe, expect, it } from 'vitest';
import { regretsBySituation } from '../../../../electron/engine/tuning/regrets';
import { chooseFromTies, isTied, staysInRace } from '../../../../electron/engine/tuning/tieSet';
import type { Cell } from '../../../../electron/contract/plan';

function cell(tacticId: string, index: number): Cell {
  return { index, tacticId, batchSize: 4, routing: { kind: 'uniform' }, stage: 'layer' };
}

function regretsOf(times: Readonly<Record<string, readonly number[]>>) {
  const cells = Object.entries(times).map(([tacticId, list], index) => ({
    cell: cell(tacticId, index),
    medians: new Map(list.map((us, replicate) => [replicate, us])),
  }));
  return [...regretsBySituation(cells).values()].flat();
}

describe('a tie set', () => {
  it('holds what is within 1 % of the best, and what may be', () => {
    const regrets = regretsOf({
      best: [100, 100, 100, 100],
      close: [100.5, 100.5, 100.4, 100.6],
      unsure: [99, 108, 97, 107],
      behind: [103, 103, 103.1, 103],
    });
    const tied = regrets.filter(isTied).map(({ cell: { tacticId } }) => tacticId);
    expect(tied.toSorted()).toEqual(['best', 'close', 'unsure']);
  });

  it('pairs by replicate, so that a slow process blames no tactic', () => {
    const regrets = regretsOf({ best: [100, 200, 150], behind: [110, 220, 165] });
    expect(regrets[1]?.bounds?.low).toBeCloseTo(Math.log(1.1), 6);
  });
});

describe('the race', () => {
  it('drops a tactic only when it is beyond doubt more than 5 % behind', () => {
    const regrets = regretsOf({
      best: [100, 100, 100],
      lost: [120, 121, 120],
      disturbed: [101, 102, 160],
    });
    const left = regrets.filter(staysInRace).map(({ cell: { tacticId } }) => tacticId);
    expect(left.toSorted()).toEqual(['best', 'disturbed']);
  });
});

describe('the choice among ties', () => {
  const setOf = (batchSize: number, tacticIds: readonly string[], close = tacticIds) => ({
    batchSize,
    tacticIds,
    close,
  });
  const sets = [setOf(1, ['a', 'b']), setOf(4, ['c', 'b']), setOf(16, ['b', 'd'])];

  it('prefers what is also tied at the neighbouring batch sizes', () => {
    expect([...chooseFromTies(sets, new Map()).values()]).toEqual(['b', 'b', 'b']);
  });

  it('takes one tactic for both GEMMs before a pair, whatever the neighbours have', () => {
    const paired = sets.map(({ batchSize, tacticIds }) =>
      setOf(batchSize, [...tacticIds, 'b + d']),
    );
    expect([...chooseFromTies(paired, new Map()).values()]).toEqual(['b', 'b', 'b']);
    const [only] = chooseFromTies([setOf(1, ['a + b', 'z'])], new Map()).values();
    expect(only).toBe('z');
  });

  it('lets what is tied by the width of its interval alone decide late', () => {
    // As found in twenty tunes: n4 comes and goes at batch size 64.
    const found = [setOf(4, ['n4', 'n6']), setOf(64, ['n4', 'n6'], ['n6'])];
    expect([...chooseFromTies(found, new Map()).values()]).toEqual(['n6', 'n6']);
  });

  it('then no spills, then fewer registers, then the canonical id', () => {
    const one = (...tacticIds: readonly string[]) => [setOf(1, tacticIds)];
    const costs = new Map([
      ['x', { spillBytes: 8, registers: 10 }],
      ['y', { spillBytes: 0, registers: 90 }],
      ['z', { spillBytes: 0, registers: 80 }],
    ]);
    expect(chooseFromTies(one('x', 'y', 'z'), costs).get(1)).toBe('z');
    expect(chooseFromTies(one('x', 'y'), costs).get(1)).toBe('y');
    expect(chooseFromTies(one('q', 'p'), costs).get(1)).toBe('p');
  });

  it('does not depend on the order in which tactics come', () => {
    const turned = sets.map(({ batchSize, tacticIds }) => setOf(batchSize, tacticIds.toReversed()));
    expect(chooseFromTies(turned, new Map())).toEqual(chooseFromTies(sets, new Map()));
  });
});
