import type { ConflictResult } from './schema.ts';

const UNDO_MINUTES = 10;

export const TOO_LATE: ConflictResult = {
  status: 'conflict',
  reason: 'too_late',
  message: `A label can be undone for ${UNDO_MINUTES} minutes.`,
};

/** Until when a label that was submitted then can be taken back. */
export function undoUntil(submittedAt: Date): Date {
  return new Date(submittedAt.getTime() + UNDO_MINUTES * 60_000);
}

export function isTooLate(submittedAt: Date, now: Date): boolean {
  return now > undoUntil(submittedAt);
}
