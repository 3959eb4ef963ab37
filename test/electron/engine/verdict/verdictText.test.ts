import { describe, expect, it } from 'vitest';
import type { Branch } from '../../../../electron/contract/comparison';
import type { Cell } from '../../../../electron/contract/plan';
import type { CellVerdict } from '../../../../electron/engine/verdict/comparisonSummary';
import {
  contestText,
  sideNames,
  sideRoles,
  sideTexts,
} from '../../../../electron/engine/verdict/verdictText';
import { branchNamed, comparisonPlan } from '../../../fixtures/comparisons';
import { documentOf } from '../../../fixtures/plans';

/** A verdict on a tactic against another. */
function verdict(tacticId: string, baselineTacticId?: string): CellVerdict {
  const cell: Cell = {
    index: 0,
    tacticId,
    batchSize: 1,
    stage: 'layer',
    routing: { kind: 'uniform' },
    ...(baselineTacticId === undefined ? {} : { baselineTacticId }),
  };
  return { cell, word: 'SAME', notSlower: true, replicates: 5, blocks: 10, dropped: [] };
}

/** Ids are the libraries' own: a family need not be their first word. */
const TACTICS = [
  { id: 'fused.sm90a.m1', family: 'fused' },
  { id: 'fused.sm90a.m64', family: 'fused' },
  { id: 'hopper-fused.m256', family: 'fused' },
  { id: 'pr12451.sm90a.m1', family: 'pr12451' },
  { id: 'sm90a.m128.pull-request', family: 'pr12451' },
];

const branches = (a: Branch, b: Branch) => ({ branches: { A: a, B: b } });
const oneLibrary = branches(branchNamed('moe.so'), branchNamed('moe.so'));

describe('the roles of the sides', () => {
  const rolesOf = (...cells: readonly CellVerdict[]) => sideRoles({ design: 'interleaved', cells });

  it('are before and after of the same tactics', () => {
    expect(rolesOf(verdict('natural.avx2.m1'))).toEqual(['before', 'after']);
  });

  it('are baseline and contender where A runs another tactic: neither came before', () => {
    expect(rolesOf(verdict('fused.sm90a.m1', 'pr12451.sm90a.m1'))).toEqual([
      'baseline',
      'contender',
    ]);
  });
});

describe('the names of two runs', () => {
  it('are their ids, and of a run that compares say which side is meant', () => {
    const comparing = documentOf(comparisonPlan(), []);
    const { comparison: _, ...alone } = comparing.header.plan;
    const one = { ...comparing, header: { ...comparing.header, runId: 'one', plan: alone } };
    const two = { ...comparing, header: { ...comparing.header, runId: 'two' } };
    expect(sideNames(one, two)).toEqual(['one', 'side B of two']);
    expect(sideNames(two, two)).toEqual(['main', 'contender']);
  });
});

describe('the names of the sides of one run', () => {
  const comparing = documentOf(comparisonPlan(), []);

  /** The run with both sides of one library, the contender's tactic held against another. */
  function ofOneLibrary(baselineTacticId: string) {
    const { plan } = comparing.header;
    const [cell] = plan.cells;
    if (cell === undefined || plan.comparison === undefined) throw new Error('it compares');
    const comparison = { ...plan.comparison, ...oneLibrary };
    const cells = [
      { ...cell, baselineTacticId },
      { ...cell, control: true as const },
    ];
    return { ...comparing, header: { ...comparing.header, plan: { ...plan, comparison, cells } } };
  }

  it('are those of their branches', () => {
    expect(sideNames(comparing, comparing)).toEqual(['main', 'contender']);
  });

  it('of one library say which family of it: two equal names tell nobody anything', () => {
    const other = comparing.header.plan.tactics.find(({ family }) => family === 'streaming');
    const run = ofOneLibrary(other?.id ?? '');
    expect(sideNames(run, run)).toEqual(['streaming of moe.so', 'natural of moe.so']);
  });

  it('are the library alone where its families do not tell them apart', () => {
    const run = ofOneLibrary(comparing.header.plan.cells[0]?.tacticId ?? '');
    expect(sideNames(run, run)).toEqual(['moe.so', 'moe.so']);
  });
});

describe('what tells the sides of a comparison apart', () => {
  it('is their branches', () => {
    const two = branches(branchNamed('main'), { ...branchNamed('topic'), dirty: true });
    const summary = { cells: [verdict('natural.avx2.m1')] };
    expect(sideTexts(summary, two, [])).toEqual(['main', 'topic (changed since)']);
    expect(contestText(summary, two, [])).toBe('topic (changed since) over main');
  });

  it('is the family of each side where both are of one library', () => {
    const cells = [
      verdict('hopper-fused.m256', 'sm90a.m128.pull-request'),
      verdict('fused.sm90a.m64', 'sm90a.m128.pull-request'),
    ];
    expect(sideTexts({ cells }, oneLibrary, TACTICS)).toEqual(['pr12451', 'fused']);
    expect(contestText({ cells }, oneLibrary, TACTICS)).toBe('fused over pr12451');
  });

  it('is the letters alone where neither does', () => {
    const same = [verdict('hopper-fused.m256', 'fused.sm90a.m64')];
    const unknown = [verdict('fused.sm90a.m2', 'pr12451.sm90a.m2')];
    const several = [verdict('fused.sm90a.m1', 'pr12451.sm90a.m1'), verdict('pr12451.sm90a.m1')];
    for (const cells of [same, several, unknown, []]) {
      expect(sideTexts({ cells }, oneLibrary, TACTICS)).toEqual(['moe.so', 'moe.so']);
      expect(contestText({ cells }, oneLibrary, TACTICS)).toBe('B over A');
    }
  });
});
