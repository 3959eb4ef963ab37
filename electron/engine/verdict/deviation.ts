import type { RunDocument } from '../../contract/runFile';
import { collectRecords } from '../cellRecords';
import { median, sampleDeviation } from '../statistics/quantiles';
import { cellEffects } from './effects';

/** Median over cells of the spread of a replicate's effect; undefined for a run of one side. */
export function measuredDeviation(document: RunDocument): number | undefined {
  if (document.header.plan.comparison === undefined) {
    return undefined;
  }
  const deviations = collectRecords(document).flatMap(({ blocks }) => {
    const effects = [...cellEffects(blocks).byReplicate.values()];
    return effects.length < 2 ? [] : [sampleDeviation(effects)];
  });
  return deviations.length === 0 ? undefined : median(deviations);
}
