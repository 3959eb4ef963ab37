import type { RunPlan } from '../contract/plan';
import type { CellVisit } from '../contract/workerApi';
import { Random } from './random';

/** Every measurable cell once, in an order of the replicate's own, so that drift falls on no cell twice. */
export function visitOrder(plan: RunPlan, replicate: number): readonly CellVisit[] {
  const visits = plan.cells
    .filter((cell) => cell.unsupported === undefined)
    .map((cell) => ({
      cell: cell.index,
      firstBlock: 0,
      blocks: plan.effortPlan.blocksPerReplicate,
    }));
  return Random.of(plan.seed, 'visits', replicate).shuffled(visits);
}
