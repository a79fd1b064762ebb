'use client';
import { useEffect, useState } from 'react';
import { createActiveClock } from './active-clock.ts';

const SIGNS_OF_WORK = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'scroll'] as const;

/**
 * A function that tells the seconds worked on what the component shows, going on from `startSeconds`. Time counts
 * while its effects do: what is drawn ahead and not shown costs nobody any work.
 */
export function useActiveSeconds(startSeconds: number): () => number {
  const [clock] = useState(() => createActiveClock(Date.now, startSeconds));
  useEffect(() => {
    const touch = () => clock.touch();
    touch();
    const show = () => (document.hidden ? clock.pause() : clock.touch());
    for (const sign of SIGNS_OF_WORK)
      document.addEventListener(sign, touch, { passive: true, capture: true });
    document.addEventListener('visibilitychange', show);
    return () => {
      for (const sign of SIGNS_OF_WORK) document.removeEventListener(sign, touch, { capture: true });
      document.removeEventListener('visibilitychange', show);
      clock.pause();
    };
  }, [clock]);
  return clock.seconds;
}
