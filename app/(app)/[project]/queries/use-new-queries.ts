'use client';
import { useDocumentVisibility, useInterval } from '@mantine/hooks';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { callApi } from '../../../_components/call-api.ts';

const POLL_MS = 5000;
/** Above this the reader is looking at the top of the list, where new rows push nothing away. */
const TOP_PX = 80;

export interface LiveState {
  /** More queries match than are counted on the page. */
  fresh: number;
  paused: boolean;
  /** When the last poll failed: the page is not up to date. */
  stale: boolean;
  setPaused: (paused: boolean) => void;
  show: () => void;
}

/**
 * Asks every five seconds, while the tab is visible and not paused, how many queries match. New ones are shown
 * at once at the top of the page; while the reader is further down or selects (`hold`), they are only counted.
 */
export function useNewQueries({
  project,
  apiQuery,
  total,
  enabled,
  hold,
}: {
  project: string;
  apiQuery: string;
  total: number;
  enabled: boolean;
  hold: boolean;
}): LiveState {
  const router = useRouter();
  const visibility = useDocumentVisibility();
  const [paused, setPaused] = useState(false);
  const [found, setFound] = useState({ total, apiQuery });
  const [stale, setStale] = useState(false);

  const poll = () =>
    void callApi<{ total: number }>(project, 'GET', `/api/v1/queries?${apiQuery}&limit=1`).then(
      (answer) => {
        setStale(false);
        setFound({ total: answer.total, apiQuery });
        if (answer.total !== total && !hold && window.scrollY < TOP_PX) router.refresh();
      },
      () => setStale(true),
    );
  const { start, stop } = useInterval(poll, POLL_MS);
  const running = enabled && !paused && visibility === 'visible';
  useEffect(() => {
    if (!running) return;
    start();
    return stop;
  }, [running, start, stop]);

  const fresh = found.apiQuery === apiQuery ? Math.max(0, found.total - total) : 0;
  return { fresh, paused, stale, setPaused, show: () => router.refresh() };
}
