import type { Environment, LibraryIdentity } from '../contract/machine';
import type { RunPlan } from '../contract/plan';

/** The kernel library that a run of this plan measures; undefined where the environment names none. */
export function measuredLibrary(
  { libraries }: Pick<Environment, 'libraries'>,
  { target }: Pick<RunPlan, 'target'>,
): LibraryIdentity | undefined {
  return libraries.find((library) => library.target === target);
}
