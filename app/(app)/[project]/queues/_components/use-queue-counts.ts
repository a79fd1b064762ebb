'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { type QueueCounts, queueCountsSchema } from '#lib/labelling/queue-report-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';

const ASK_EVERY_MS = 10_000;

/**
 * A queue's counts, asked for again every ten seconds while the page is visible, and when it becomes visible. `mark`
 * comes back as it was when the counts came: what was done since then is not in them.
 */
export function useQueueCounts<Mark>(
  project: string,
  queueId: string,
  initial: QueueCounts,
  mark: Mark,
): { counts: QueueCounts; mark: Mark } {
  const [counted, setCounted] = useState({ counts: initial, mark });
  const receive = useEffectEvent((counts: QueueCounts) => setCounted({ counts, mark }));
  useEffect(() => {
    const ask = () => {
      if (document.hidden) return;
      callApi(project, 'GET', `/api/v1/queues/${queueId}/counts`, undefined, queueCountsSchema)
        .then((counts) => receive(counts))
        // The next round asks again; meanwhile the last counts stand.
        .catch(() => undefined);
    };
    const asking = setInterval(ask, ASK_EVERY_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(asking);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [project, queueId]);
  return counted;
}
