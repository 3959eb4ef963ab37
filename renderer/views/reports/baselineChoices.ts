import type { RunListEntry } from '../../../electron/contract/api';
import type { RunDocument } from '../../../electron/contract/runFile';
import { BASELINE_FAMILY } from '../../../electron/contract/tactic';
import { FAMILY_PREFIX, familiesOf } from '../compare/familyBaseline';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/**
 * What a run can be held against: '' is its own baseline, then its other families, then other runs.
 *
 * @param chosen what the link names: a choice even where it is none of these, so that the field says what the
 * preview answers
 */
export function baselineChoices(
  document: RunDocument,
  runs: readonly RunListEntry[],
  chosen: string,
): readonly Choice[] {
  const choices = [
    { value: '', label: ownBaseline(document) },
    ...otherFamilies(document).map((family) => ({
      value: FAMILY_PREFIX + family,
      label: `the family ${family} of this run`,
    })),
    ...runs
      .filter((run) => run.runId !== document.header.runId)
      .map((run) => ({ value: run.runId, label: `the run ${run.name}, ${minuteOf(run)} UTC` })),
  ];
  return choices.some(({ value }) => value === chosen)
    ? choices
    : [...choices, { value: chosen, label: `${chosen}, as the link says` }];
}

function ownBaseline({ header: { plan } }: RunDocument): string {
  if (plan.comparison !== undefined) return `its own side A, ${plan.comparison.branches.A.name}`;
  const family = BASELINE_FAMILY[plan.target];
  return plan.tactics.some((tactic) => tactic.family === family)
    ? `its baseline family, ${family}`
    : `nothing: it has no family ${family}`;
}

/** All where '' is side A; else '' is the baseline family already. */
function otherFamilies(document: RunDocument): readonly string[] {
  const { comparison, target } = document.header.plan;
  return familiesOf(document).filter(
    (family) => comparison !== undefined || family !== BASELINE_FAMILY[target],
  );
}

/** Names may be alike; `2026-11-20 10:00` tells runs apart. */
function minuteOf({ createdAt }: RunListEntry): string {
  return createdAt.slice(0, 16).replace('T', ' ');
}
