import type { RunDocument } from '../../../electron/contract/runFile';

/** Before the name of a family where a link names a baseline; anything else is a run. */
export const FAMILY_PREFIX = 'family:';

/** The family that a link names as baseline; undefined: a run, or nothing. */
export function familyBaseline(baseline: string | undefined): string | undefined {
  return baseline?.startsWith(FAMILY_PREFIX) === true
    ? baseline.slice(FAMILY_PREFIX.length)
    : undefined;
}

/** Those that can be compared within the run: none where there is only one. */
export function familiesOf({ header }: RunDocument): readonly string[] {
  const { tactics, cells } = header.plan;
  // A baseline that only the A/A control ran has no cell of its own.
  const own = new Set(cells.filter(({ control }) => !control).map(({ tacticId }) => tacticId));
  const families = [...new Set(tactics.flatMap(({ id, family }) => (own.has(id) ? family : [])))];
  return families.length < 2 ? [] : families;
}
