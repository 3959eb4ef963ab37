import type { RunId } from '../../../electron/contract/runFile';

/** More than these side by side are not told apart. */
export const MOST_CONTENDERS = 4;

/** The open run and those that the link adds to it. */
export function contendersIn(
  view: Readonly<Record<string, string>>,
  runId: RunId,
): readonly RunId[] {
  const added = (view['with'] ?? '').split(',').filter((id) => id !== '');
  return [...new Set([runId, ...added])].slice(0, MOST_CONTENDERS);
}

/** The contender in view: the open run unless the link says another of them. */
export function shownContender(view: Readonly<Record<string, string>>, runId: RunId): RunId {
  const wanted = view['show'];
  return wanted !== undefined && contendersIn(view, runId).includes(wanted) ? wanted : runId;
}
