import { useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route } from './route';

let cached: { readonly hash: string; readonly route: Route } | undefined;

/** The current route; the same object while the link stays the same. */
export function currentRoute(): Route {
  const { hash } = window.location;
  if (cached?.hash !== hash) cached = { hash, route: parseRoute(hash) };
  return cached.route;
}

/**
 * `replace` changes the link without a step in the history: typing in a filter is not a view. What
 * is drawn follows at once: a browser tells of a new link later, and a second key would be answered
 * from what was drawn before the first.
 */
export function navigate(route: Route, how: 'push' | 'replace' = 'push'): void {
  const hash = formatRoute(route);
  if (hash === window.location.hash) return;
  if (how === 'push') window.history.pushState(null, '', hash);
  else window.history.replaceState(window.history.state, '', hash);
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Changes some of the view's values in the link; undefined removes one. */
export function updateView(
  changes: Readonly<Record<string, string | undefined>>,
  how: 'push' | 'replace' = 'replace',
): void {
  const route = currentRoute();
  const view: Record<string, string> = { ...route.view };
  for (const [key, value] of Object.entries(changes)) {
    if (value === undefined) delete view[key];
    else view[key] = value;
  }
  navigate({ ...route, view }, how);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
