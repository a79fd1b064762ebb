'use client';
import { useEffect, useState } from 'react';
import { type QueueCounts, queueCountsSchema } from '#lib/labelling/queue-report-schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import { areCertain, talliedCounts } from '../_components/queue-tally.ts';
import { useAskingAgain } from '../_components/use-counts.ts';
import type { LabelSession } from './label-session.ts';
import type { SessionSnapshot } from './session-snapshot.ts';

const RENEW_EVERY_MS = 60_000;

/**
 * Runs a session while the page is open: starts it, renews leases while the page is visible, saves when it is hidden
 * and gives everything back when it is left. Returns the queue's counts, what was submitted here among them.
 */
export function useVisit(
  project: string,
  queue: QueueCounts & { id: string },
  session: LabelSession,
  visit: SessionSnapshot,
): QueueCounts {
  const [{ counts, stored }, setCounted] = useState({ counts: queue as QueueCounts, stored: 0 });
  useAskingAgain(() => {
    const asked = session.snapshot();
    callApi(project, 'GET', `/api/v1/queues/${queue.id}/counts`, undefined, queueCountsSchema)
      .then((counts) => {
        const came = session.snapshot();
        if (areCertain(asked, came)) setCounted({ counts, stored: came.stored });
      })
      // The next round asks again; meanwhile the last counts stand.
      .catch(() => undefined);
  });

  useEffect(() => {
    session.start();
    const onPageHide = () => session.stop({ leaving: true });
    const onPageShow = (event: PageTransitionEvent) => event.persisted && session.start();
    const onVisibility = () => (document.hidden ? session.saveDraft() : void session.renew());
    window.addEventListener('pagehide', onPageHide);
    window.addEventListener('pageshow', onPageShow);
    document.addEventListener('visibilitychange', onVisibility);
    const renewing = setInterval(() => !document.hidden && void session.renew(), RENEW_EVERY_MS);
    return () => {
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('pageshow', onPageShow);
      document.removeEventListener('visibilitychange', onVisibility);
      clearInterval(renewing);
      session.stop({ leaving: false });
    };
  }, [session]);

  return talliedCounts(counts, stored, visit);
}
