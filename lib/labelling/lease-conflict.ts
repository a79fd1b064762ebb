import { CONFLICTS, type Conflict, type ConflictResult } from './schema.ts';

/** An item as it stands when a lease did not serve. */
export interface LeaseState {
  state: string;
  leasedBy: string | null;
  leasedUntil: Date | null;
  fence: number;
}

const MESSAGES: Record<Conflict, string> = {
  expired: 'Your time for this item ran out. Your draft is kept; take the item back to go on.',
  taken: 'This item is on another screen by now. Your draft is kept.',
  done: 'This item has been labelled meanwhile. Your draft is kept.',
  unjudged: 'This item has left the queue: three people skipped it. Your draft is kept.',
  removed: 'This item has been removed from the queue. Your draft is kept.',
  withdrawn:
    'No second label is wanted here any more: the failure that asked for it was taken back. Your draft is kept.',
};

/** Why the lease `fence` of a person does not serve, in the order of what helps the reader most. */
export function leaseConflict(item: LeaseState, fence: number, now: Date): ConflictResult {
  const reason = reasonOf(item, fence, now);
  return { status: 'conflict', reason, message: MESSAGES[reason] };
}

function reasonOf(item: LeaseState, fence: number, now: Date): Conflict {
  const left = CONFLICTS.find((reason) => reason === item.state);
  if (left !== undefined) return left;
  const leased = item.leasedBy !== null && item.leasedUntil !== null && item.leasedUntil > now;
  return leased && item.fence !== fence ? 'taken' : 'expired';
}
