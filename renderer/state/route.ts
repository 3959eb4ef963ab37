/** What the window shows, as a link: `#/overview/<run>?key=value`. */
export const PLACES = ['overview', 'run', 'tactics', 'compare', 'registers', 'reports'] as const;
export type Place = (typeof PLACES)[number];

export interface Route {
  readonly place: Place;
  readonly runId?: string | undefined;
  /** What a view keeps in the link: filter, sorting, chart or table, the plan being built. */
  readonly view: Readonly<Record<string, string>>;
}

/** Anything that is not a link of ours leads to Overview. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [placeWord = '', runWord = ''] = path.split('/');
  const place = PLACES.find((name) => name === placeWord) ?? 'overview';
  const runId = decode(runWord);
  return {
    place,
    ...(runId === '' ? {} : { runId }),
    view: Object.fromEntries(new URLSearchParams(query)),
  };
}

export function formatRoute(route: Route): string {
  const run = route.runId === undefined ? '' : `/${encodeURIComponent(route.runId)}`;
  const entries = Object.entries(route.view).filter(([, value]) => value !== '');
  const query = new URLSearchParams(entries).toString();
  return `#/${route.place}${run}${query === '' ? '' : `?${query}`}`;
}

function decode(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return '';
  }
}
