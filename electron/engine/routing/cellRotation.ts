import type { Cell, RunPlan } from '../../contract/plan';
import type { Bytes } from '../../contract/units';
import { planColdRotation, type ColdRotation } from './coldRotation';
import { sampleRoutings } from './sampleRoutings';

/** Enough batches that a cell's time is one of the routing, not of one sample of it. */
const samplesPerCell = 16;
/** Tokens over all samples: beyond this a batch averages over experts by itself. */
const maxSampledTokens = 16_384;
/** A layer smaller than a cache needs many copies to be cold, and they are small. */
const maxCopies = 64;

/**
 * The launches that a cell cycles through. Planner and worker both call this, so that the memory
 * promised before a run is the memory it takes.
 *
 * @param weightBytes one copy of the packed weights of the cell's stage
 */
export function cellRotation(
  plan: Pick<RunPlan, 'problem' | 'cacheMode' | 'seed'>,
  cell: Pick<Cell, 'routing' | 'batchSize'>,
  weightBytes: Bytes,
  lastLevelCacheBytes: Bytes,
): ColdRotation {
  const { problem, cacheMode, seed } = plan;
  const affordable = Math.floor(maxSampledTokens / cell.batchSize);
  const count = Math.min(samplesPerCell, Math.max(2, affordable));
  return planColdRotation({
    samples: sampleRoutings(problem, cell.routing, cell.batchSize, count, seed),
    numExperts: problem.numExperts,
    expertBytes: weightBytes / problem.numExperts,
    lastLevelCacheBytes,
    cacheMode,
    maxCopies,
  });
}
