import type { RunListEntry } from '../../../electron/contract/api';
import type { RunDocument } from '../../../electron/contract/runFile';
import { BASELINE_FAMILY } from '../../../electron/contract/tactic';
import { FAMILY_PREFIX, familiesOf } from '../compare/familyBaseline';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What a run can be held against: '' is its own sides, or the families that it has. */
export function baselineChoices(
  document: RunDocument,
  runs: readonly RunListEntry[],
): readonly Choice[] {
  const { plan, runId } = document.header;
  const own =
    plan.comparison === undefined
      ? `the family ${BASELINE_FAMILY[plan.target]}, where it is there`
      : `its own side A, ${plan.comparison.branches.A.name}`;
  return [
    { value: '', label: own },
    ...familiesOf(document).map((family) => ({
      value: FAMILY_PREFIX + family,
      label: `the family ${family} of this run`,
    })),
    ...runs
      .filter((run) => run.runId !== runId)
      .map((run) => ({ value: run.runId, label: `the run ${run.name}` })),
  ];
}
