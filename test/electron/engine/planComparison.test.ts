import { describe, expect, it } from 'vitest';
import type { ComparisonRequest } from '../../../electron/contract/comparison';
import { buildPlan } from '../../../electron/engine/planBuilder';
import type { TacticOffer } from '../../../electron/contract/tactic';
import { branchNamed, comparisonPlan } from '../../fixtures/comparisons';
import { machineFacts, offers, smallRequest, tactic } from '../../fixtures/plans';

function planned(baselineOffers: readonly TacticOffer[], comparison?: Partial<ComparisonRequest>) {
  const facts = machineFacts();
  return buildPlan(
    { ...smallRequest, comparison: { correction: 'holm', ...comparison } },
    {
      ...facts,
      baseline: {
        branches: { A: branchNamed('main'), B: branchNamed('feature') },
        offers: baselineOffers,
        support: facts.support,
      },
    },
  );
}

describe('the plan of a comparison', () => {
  it('puts the A/A control behind all other cells, at least two of them', () => {
    const { cells } = comparisonPlan();
    const firstControl = cells.findIndex(({ control }) => control === true);
    expect(cells.slice(firstControl).every(({ control }) => control === true)).toBe(true);
    expect(cells.length - firstControl).toBeGreaterThanOrEqual(2);
    expect(cells.map(({ index }) => index)).toEqual(cells.map((_, place) => place));
  });

  it('keeps what only one branch has, and says where it is missing', () => {
    const own = [...offers.slice(1), { tactic: tactic('elder', 'avx2'), supported: true }];
    const preview = planned(own);
    const reasons = preview.ok
      ? preview.value.plan.cells.map(({ unsupported }) => unsupported)
      : [];
    expect(reasons).toContain('only in feature: main does not hold it');
    expect(reasons).toContain('only in main: feature does not hold it');
  });

  it('is refused when the branches have no tactic in common', () => {
    const preview = planned([{ tactic: tactic('elder', 'avx2'), supported: true }]);
    expect(preview.ok ? '' : preview.error.message).toMatch(/no cell in common: only in feature/);
  });

  it('lets side A run one tactic in every cell', () => {
    const baselineTacticId = offers[0]?.tactic.id ?? '';
    const preview = planned(offers, { baselineTacticId });
    const cells = preview.ok ? preview.value.plan.cells : [];
    const contenders = cells.filter(({ control }) => control === undefined);
    expect(contenders.every((cell) => cell.baselineTacticId === baselineTacticId)).toBe(true);
    const controls = cells.filter(({ control }) => control === true);
    expect(controls.every(({ tacticId }) => tacticId === baselineTacticId)).toBe(true);
  });

  it.each([
    [{ baselineTacticId: 'natural.genric' }, /unknown tactic "natural.genric"/],
    [{ weights: [{ batchSize: 3, weight: 1 }] }, /batch size 3, which is not measured/],
  ])('refuses %j', (comparison, sentence) => {
    const preview = planned(offers, comparison);
    expect(preview.ok ? '' : preview.error.message).toMatch(sentence);
  });
});
