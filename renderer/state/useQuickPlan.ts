import { useEffect, useState } from 'react';
import { useSession } from './hooks';
import { askQuickPlan, type AskedPlan } from './quickPlan';

/** The quick plan for this machine; undefined while the host is being asked. */
export function useQuickPlan(): AskedPlan | undefined {
  const session = useSession();
  const [asked, setAsked] = useState<AskedPlan>();
  useEffect(() => {
    let wanted = true;
    const ask = async (): Promise<void> => {
      const answer = await askQuickPlan(session);
      if (wanted) setAsked(answer);
    };
    void ask();
    return () => {
      wanted = false;
    };
  }, [session]);
  return asked;
}
