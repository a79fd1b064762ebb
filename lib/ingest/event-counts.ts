import { logger } from '#lib/platform/logger.ts';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';

const STORE_EVERY_MS = 5_000;
const HOUR_SECONDS = 3_600;

/** What is counted: `unit` of events that had this `outcome`, for this `reason` ('' without one). */
export interface CountedOutcome {
  projectId: string;
  unit: string;
  outcome: string;
  reason: string;
}

/**
 * What became of the events of each hour, in the query log, so that it outlives the process. Written within five
 * seconds and when the process stops; a killed one loses the counts of its last five seconds, never the events.
 */
export class EventCounts {
  private readonly queryLog: QueryLogStore;
  private pending = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private storing: Promise<void> = Promise.resolve();

  constructor(queryLog: QueryLogStore) {
    this.queryLog = queryLog;
  }

  /** `at` is the arrival in epoch ms. */
  add({ projectId, unit, outcome, reason }: CountedOutcome, events: number, at: number): void {
    if (events === 0) return;
    const hour = Math.floor(at / 1000 / HOUR_SECONDS) * HOUR_SECONDS;
    this.addKey(JSON.stringify([projectId, hour, unit, outcome, reason]), events);
    this.timer ??= setTimeout(() => void this.store(), STORE_EVERY_MS).unref();
  }

  /** Writes what is not written yet. A failure leaves it for the next time. */
  store(): Promise<void> {
    this.storing = this.storing.then(() => this.write());
    return this.storing;
  }

  private addKey(key: string, events: number): void {
    this.pending.set(key, (this.pending.get(key) ?? 0) + events);
  }

  private async write(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const taken = this.pending;
    this.pending = new Map();
    const rows = [...taken].map(([key, events]) => {
      const [project_id, hour, unit, outcome, reason] = JSON.parse(key) as [string, number, ...string[]];
      return { project_id, hour, unit, outcome, reason, events };
    });
    try {
      await this.queryLog.insert('ingest_counts', rows);
    } catch (error) {
      for (const [key, events] of taken) this.addKey(key, events);
      logger.debug({ err: error }, 'the counts of the last events were not stored yet');
    }
  }
}
