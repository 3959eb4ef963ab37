import { MARGIN_FLOOR, type ComparisonPlan, type ComparisonRequest } from '../contract/comparison';
import type { Result } from '../contract/errors';
import type { Cell, RunPlan } from '../contract/plan';
import type { TacticOffer } from '../contract/tactic';
import type { ProblemSupport } from '../contract/workerApi';
import { unknownName } from './nearestName';
import { failure, success } from './result';
import { selectTactics, takingScheme } from './tacticFilter';

/** Share of the cells that are measured a second time as A against A, and its bounds. */
const controlShare = 0.25;
const fewestControls = 2;
const mostControls = 20;

interface BaselineOffer {
  readonly branches: ComparisonPlan['branches'];
  readonly offers: readonly TacticOffer[];
  readonly support: readonly ProblemSupport[];
}

/**
 * A plan of side B's cells turned into one of both sides: each cell learns whether side A can take
 * part, tactics that only side A has are added as cells that cannot be measured, and the A/A control
 * follows behind all others.
 */
export function planComparison(
  plan: RunPlan,
  request: ComparisonRequest,
  { branches, offers, support }: BaselineOffer,
): Result<RunPlan> {
  const { baselineTacticId, weights } = request;
  const offered = new Map(offers.map(({ tactic }) => [tactic.id, tactic]));
  if (baselineTacticId !== undefined && !offered.has(baselineTacticId)) {
    return failure('invalid_request', unknownName('tactic', baselineTacticId, [...offered.keys()]));
  }
  const refusals = new Map(
    support
      .filter((entry) => !entry.supported)
      .map((entry) => [`${entry.tacticId}/${entry.stage}`, entry.reason ?? 'not supported']),
  );
  const both = plan.cells.map((cell): Cell => {
    const baselineId = baselineTacticId ?? cell.tacticId;
    const unsupported =
      cell.unsupported ??
      (offered.has(baselineId)
        ? refusals.get(`${baselineId}/${cell.stage}`)
        : `only in ${branches.B.name}: ${branches.A.name} does not hold it`);
    return {
      ...cell,
      ...(baselineTacticId === undefined ? {} : { baselineTacticId }),
      ...(unsupported === undefined ? {} : { unsupported }),
    };
  });
  const measurable = both.filter((cell) => cell.unsupported === undefined);
  if (measurable.length === 0) {
    const reason = both[0]?.unsupported ?? 'no tactic fits';
    return failure('unsupported', `the branches have no cell in common: ${reason}`);
  }
  const unknownWeight = weights?.find(
    ({ batchSize }) => !measurable.some((cell) => cell.batchSize === batchSize),
  );
  if (unknownWeight !== undefined) {
    return failure(
      'invalid_request',
      `a weight is given for batch size ${unknownWeight.batchSize}, which is not measured`,
    );
  }
  const lost = baselineTacticId === undefined ? onlyInBaseline(plan, offers, branches) : [];
  const controls = controlCells(measurable);
  const cells = [...both, ...lost, ...controls].map((cell, index) => ({ ...cell, index }));
  const ids = new Set(cells.flatMap((cell) => [cell.tacticId, cell.baselineTacticId ?? '']));
  const known = new Map([
    ...offered,
    ...plan.tactics.map((tactic) => [tactic.id, tactic] as const),
  ]);
  return success({
    ...plan,
    comparison: { ...request, branches, marginFloor: MARGIN_FLOOR },
    tactics: [...known.values()].filter(({ id }) => ids.has(id)),
    cells,
  });
}

/** Cells of tactics that the filter selects and side B does not have: shown, never dropped. */
function onlyInBaseline(
  plan: RunPlan,
  offers: readonly TacticOffer[],
  { A, B }: ComparisonPlan['branches'],
): readonly Cell[] {
  const known = new Set(plan.tactics.map(({ id }) => id));
  const taking = takingScheme(offers, plan.problem.scheme);
  const lost = selectTactics(taking, plan.tacticFilter).filter(
    ({ tactic }) => !known.has(tactic.id),
  );
  const [example] = plan.cells;
  const situations = plan.cells.filter(({ tacticId }) => tacticId === example?.tacticId);
  return lost.flatMap(({ tactic }) =>
    situations.map((cell) => ({
      ...cell,
      tacticId: tactic.id,
      unsupported: `only in ${A.name}: ${B.name} does not hold it`,
    })),
  );
}

/** Side A against itself, spread evenly over the cells that are measured. */
function controlCells(measurable: readonly Cell[]): readonly Cell[] {
  const wanted = Math.ceil(measurable.length * controlShare);
  const count = Math.min(mostControls, Math.max(fewestControls, wanted));
  return Array.from({ length: count }, (_, place): Cell[] => {
    const cell = measurable[Math.floor((place * measurable.length) / count)];
    if (cell === undefined) {
      return [];
    }
    const { baselineTacticId, ...rest } = cell;
    return [{ ...rest, tacticId: baselineTacticId ?? cell.tacticId, control: true }];
  }).flat();
}
