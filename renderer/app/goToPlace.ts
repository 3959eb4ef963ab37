import type { RunId } from '../../electron/contract/runFile';
import { currentRoute, navigate } from '../state/router';
import type { Place, Route } from '../state/route';

/**
 * A place's link: the run stays open, what another place kept in its link does not. Run is where the
 * run that is being measured is watched, whichever is open.
 */
export function placeRoute(place: Place, from: Route, activeRun: RunId | undefined): Route {
  const runId = place === 'run' ? (activeRun ?? from.runId) : from.runId;
  return runId === undefined ? { place, view: {} } : { place, runId, view: groupOf(from) };
}

/** Stage and routing are the same question in every place. */
function groupOf(from: Route): Route['view'] {
  const { group } = from.view;
  return group === undefined ? {} : { group };
}

export function goToPlace(place: Place, activeRun: RunId | undefined): void {
  navigate(placeRoute(place, currentRoute(), activeRun));
}
