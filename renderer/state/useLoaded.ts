import { useEffect, useState } from 'react';
import type { Result } from '../../electron/contract/errors';
import { LOADING, type Loadable } from './appState';

/** What a question to the host was answered; asked again whenever `load` is another function. */
export function useLoaded<T>(load: () => Promise<Result<T>>): Loadable<T> {
  const [answered, setAnswered] = useState<{
    readonly load: unknown;
    readonly answer: Loadable<T>;
  }>();
  useEffect(() => {
    let current = true;
    const ask = async (): Promise<void> => {
      const result = await load();
      if (!current) return;
      const answer: Loadable<T> = result.ok
        ? { status: 'ready', value: result.value }
        : { status: 'error', error: result.error };
      setAnswered({ load, answer });
    };
    void ask();
    return () => {
      current = false;
    };
  }, [load]);
  return answered?.load === load ? answered.answer : LOADING;
}
