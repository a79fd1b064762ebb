import type { QueueCounts } from '#lib/labelling/queue-report-schema.ts';

/** What one screen has done to its queue at a moment. */
export interface VisitTally {
  /** Labels that were stored in this visit, less those of earlier visits that were taken back in it. */
  stored: number;
  /** Labels on their way to it. */
  submitting: number;
  /** Requests on their way that change the queue, labels among them, and how many of them have come back. */
  changing: number;
  changed: number;
}

/**
 * Whether counts that were asked for at one moment and came at another hold just what the server had stored of this
 * screen by then. Where something was on its way meanwhile they may hold it or not.
 */
export function areCertain(asked: VisitTally, came: VisitTally): boolean {
  return asked.changing === 0 && came.changing === 0 && asked.changed === came.changed;
}

/** Counts that came when so many labels of this visit were `stored`, with what was submitted since. */
export function talliedCounts(counts: QueueCounts, stored: number, visit: VisitTally): QueueCounts {
  const since = visit.stored + visit.submitting - stored;
  const yoursDone = Math.max(0, counts.yoursDone + since);
  return {
    ...counts,
    done: Math.min(counts.done + since, counts.total),
    yoursDoneToday: Math.max(0, counts.yoursDoneToday + since),
    yoursDone,
    yoursTotal: Math.max(counts.yoursTotal, yoursDone),
  };
}
