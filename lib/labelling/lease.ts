import type { QueueModel } from '../platform/generated/prisma/models.ts';

/** Who asks for an item, and which items their screen holds already. */
export interface Claim {
  personId: string;
  except: readonly string[];
}

export interface ClaimedRow {
  id: string;
  queueId: string;
  queryId: string;
  fence: number;
  leasedUntil: Date;
}

export function leaseEnd(queue: Pick<QueueModel, 'leaseMinutes'>, now: Date): Date {
  return new Date(now.getTime() + queue.leaseMinutes * 60_000);
}
