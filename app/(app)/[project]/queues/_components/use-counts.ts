'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { callApi } from '../../../../_components/call-api.ts';

const ASK_EVERY_MS = 10_000;

/** Asks again every ten seconds while the page is visible, and when it becomes visible. */
export function useAskingAgain(ask: () => void): void {
  const onTick = useEffectEvent(() => {
    if (!document.hidden) ask();
  });
  useEffect(() => {
    const tick = () => onTick();
    const asking = setInterval(tick, ASK_EVERY_MS);
    document.addEventListener('visibilitychange', tick);
    return () => {
      clearInterval(asking);
      document.removeEventListener('visibilitychange', tick);
    };
  }, []);
}

/** What one endpoint counts, asked for again while the page is visible. */
export function useCounts<T>(
  project: string,
  path: string,
  schema: Parameters<typeof callApi<T>>[4],
  initial: T,
): T {
  const [counts, setCounts] = useState(initial);
  useAskingAgain(() => {
    callApi<T>(project, 'GET', path, undefined, schema)
      .then((answer) => setCounts(answer))
      // The next round asks again; meanwhile the last counts stand.
      .catch(() => undefined);
  });
  return counts;
}
