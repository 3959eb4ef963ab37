import { useEffect, useState } from 'react';
import type { Result } from '../../electron/contract/errors';
import type { PlanPreview, PlanRequest } from '../../electron/contract/plan';
import { useSession } from './hooks';

/** Typing is not answered letter by letter. */
const PAUSE_MS = 250;

/** What the host says of a plan before it is started; undefined while it is being asked. */
export function usePreview(request: PlanRequest | undefined): Result<PlanPreview> | undefined {
  const session = useSession();
  const key = request === undefined ? '' : JSON.stringify(request);
  const [answer, setAnswer] = useState<{
    readonly key: string;
    readonly result: Result<PlanPreview>;
  }>();
  useEffect(() => {
    if (key === '') return undefined;
    let wanted = true;
    const ask = async (): Promise<void> => {
      // The key is the request itself, written out so that equal requests ask once.
      const result = await session.preview(JSON.parse(key) as PlanRequest);
      if (wanted) setAnswer({ key, result });
    };
    const timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [session, key]);
  return answer?.key === key ? answer.result : undefined;
}
