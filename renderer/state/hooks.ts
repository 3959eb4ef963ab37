import { createContext, useContext, useSyncExternalStore } from 'react';
import type { AppState } from './appState';
import type { Session } from './session';

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('useSession is used outside SessionContext.');
  return session;
}

/** `select` must give the same object for the same state. */
export function useAppState<T>(select: (state: AppState) => T): T {
  const { store } = useSession();
  return useSyncExternalStore(store.subscribe, () => select(store.get()));
}
