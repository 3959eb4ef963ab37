import { useAppState } from '../state/hooks';
import { formatRoute, PLACES, type Place } from '../state/route';
import { useRoute } from '../state/router';
import { placeRoute } from './goToPlace';
import { ImportRun } from './ImportRun';
import { RecentRuns } from './RecentRuns';

export const PLACE_LABELS: Record<Place, string> = {
  overview: 'Overview',
  run: 'Run',
  tactics: 'Tactics',
};

/** The places that exist, with their keys, and the library of runs. */
export function Rail() {
  const route = useRoute();
  const running = useAppState((state) => state.progress);
  return (
    <nav className="rail" aria-label="Places and runs">
      <ul>
        {PLACES.map((place, index) => (
          <li key={place}>
            <a
              href={formatRoute(placeRoute(place, route))}
              aria-current={route.place === place ? 'page' : undefined}
            >
              {PLACE_LABELS[place]}
              {place === 'run' && running !== undefined && (
                <span className="status-busy rail-progress">
                  ◐ {Math.round(running.fraction * 100)} %
                </span>
              )}
              <small>{index + 1}</small>
            </a>
          </li>
        ))}
      </ul>
      <RecentRuns />
      <ImportRun />
    </nav>
  );
}
