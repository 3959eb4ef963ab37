import { useAppState } from '../state/hooks';
import { formatRoute, PLACES } from '../state/route';
import { useRoute } from '../state/router';
import { placeRoute } from './goToPlace';
import { PLACE_LABELS } from './placeLabels';
import { ImportRun } from './ImportRun';
import { RecentRuns } from './RecentRuns';

const NEW_PLAN = formatRoute({ place: 'run', view: {} });

/** The places that exist, with their keys, and the library of runs. */
export function Rail() {
  const route = useRoute();
  const progress = useAppState((state) => state.progress);
  const activeRun = useAppState((state) => state.activeRunId);
  return (
    <nav className="rail" aria-label="Places and runs">
      <ul>
        {PLACES.map((place, index) => (
          <li key={place}>
            <a
              href={formatRoute(placeRoute(place, route, activeRun))}
              aria-current={route.place === place ? 'page' : undefined}
            >
              {PLACE_LABELS[place]}
              {place === 'run' && progress !== undefined && (
                <span className="status-busy rail-progress">
                  ◐ {Math.round(progress.fraction * 100)} %
                </span>
              )}
              <small>{index + 1}</small>
            </a>
          </li>
        ))}
      </ul>
      <RecentRuns />
      <a className="rail-action" href={NEW_PLAN}>
        New plan…
      </a>
      <ImportRun />
    </nav>
  );
}
