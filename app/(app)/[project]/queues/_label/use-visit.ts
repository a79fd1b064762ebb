'use client';
import { useEffect, useEffectEvent, useState } from 'react';
import { type QueueView, queueViewSchema } from '#lib/labelling/schema.ts';
import { callApi } from '../../../../_components/call-api.ts';
import type { LabelSession } from './label-session.ts';

const RENEW_EVERY_MS = 60_000;
const COUNT_EVERY_MS = 30_000;

/**
 * Runs a session while the page is open: starts it, renews leases and refreshes the queue's counts while the page
 * is visible, saves when it is hidden and gives everything back when it is left. Returns the counts.
 */
export function useVisit(project: string, queue: QueueView, session: LabelSession, items: number): QueueView {
  const [counted, setCounted] = useState({ queue, items: 0 });
  const refresh = useEffectEvent(() => {
    if (document.hidden) return;
    callApi(project, 'GET', `/api/v1/queues/${queue.id}`, undefined, queueViewSchema)
      .then((fresh) => setCounted({ queue: fresh, items }))
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
    const counting = setInterval(() => refresh(), COUNT_EVERY_MS);
    return () => {
      window.removeEventListener('pagehide', onPageHide);
      window.removeEventListener('pageshow', onPageShow);
      document.removeEventListener('visibilitychange', onVisibility);
      clearInterval(renewing);
      clearInterval(counting);
      session.stop({ leaving: false });
    };
  }, [session]);

  // Between two answers of the server, what was submitted here is counted here.
  const since = items - counted.items;
  return {
    ...counted.queue,
    done: counted.queue.done + since,
    yoursDoneToday: counted.queue.yoursDoneToday + since,
  };
}
