import { matchingCells } from '../verdict/compareRuns';
import type { ReportSource } from './buildReport';

/** Why the baseline that was asked for cannot be one, in a sentence; undefined where it can. */
export function pairsNothing({ run, baseline }: ReportSource): string | undefined {
  const { header } = run.document;
  if (baseline?.kind === 'run') {
    const other = baseline.run.document;
    if (other.header.runId === header.runId) {
      return `run ${header.runId} cannot be its own baseline`;
    }
    return matchingCells(other, run.document).length === 0
      ? `runs ${other.header.runId} and ${header.runId} have no cell in common`
      : undefined;
  }
  const families = new Set(header.plan.tactics.map(({ family }) => family));
  return baseline === undefined || (families.has(baseline.family) && families.size > 1)
    ? undefined
    : `family ${baseline.family} of run ${header.runId} has nothing to be compared with; it has ${[...families].join(', ')}`;
}
