import type { Place } from '../state/route';

/** Places by the names that a person reads. */
export const PLACE_LABELS: Record<Place, string> = {
  overview: 'Overview',
  run: 'Run',
  tactics: 'Tactics',
  compare: 'Compare',
  registers: 'Registers',
  reports: 'Reports',
};
