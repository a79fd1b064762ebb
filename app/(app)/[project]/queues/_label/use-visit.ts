'use client';
import { useEffect } from 'react';
import type { QueueCounts } from '#lib/labelling/queue-report-schema.ts';
import { useQueueCounts } from '../_components/use-queue-counts.ts';
import type { LabelSession } from './label-session.ts';

const RENEW_EVERY_MS = 60_000;

/**
 * Runs a session while the page is open: starts it, renews leases while the page is visible, saves when it is hidden
 * and gives everything back when it is left. Returns the queue's counts.
 */
export function useVisit(
  project: string,
  queue: QueueCounts & { id: string },
  session: LabelSession,
  items: number,
): QueueCounts {
  const { counts, mark } = useQueueCounts(project, queue.id, queue, items);

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

  // Between two answers of the server, what was submitted here is counted here.
  const since = items - mark;
  return { ...counts, done: counts.done + since, yoursDoneToday: counts.yoursDoneToday + since };
}
