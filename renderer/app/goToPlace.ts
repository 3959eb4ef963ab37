import { currentRoute, navigate } from '../state/router';
import type { Place, Route } from '../state/route';

/** A place's link: the run stays open, what another place kept in its link does not. */
export function placeRoute(place: Place, from: Route): Route {
  return from.runId === undefined
    ? { place, view: {} }
    : { place, runId: from.runId, view: groupOf(from) };
}

/** Stage and routing are the same question in every place. */
function groupOf(from: Route): Route['view'] {
  const { group } = from.view;
  return group === undefined ? {} : { group };
}

export function goToPlace(place: Place): void {
  navigate(placeRoute(place, currentRoute()));
}
