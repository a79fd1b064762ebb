import { LRUCache } from 'lru-cache';
import { AppError } from '#lib/platform/errors.ts';
import { logger } from '#lib/platform/logger.ts';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import { type CommitContext, commitSubmissions } from './commit-submissions.ts';
import type { IngestCounters } from './counters.ts';
import { repairIds } from './repair-ids.ts';
import { repairTraces } from './repair-traces.ts';
import { LIMITS } from './schema.ts';
import { type EventOutcome, type Submission, submissionBytes } from './submission.ts';

const COMMIT_EVENTS = 2_000;
const COMMIT_BYTES = 32 * 2 ** 20;
/** How long a commit waits for the next requests of those whom the last one has just answered. */
const GATHER_MS = 6;
/** So many events are worth a commit of their own; the next ones are prepared while they are stored. */
const GATHER_EVENTS = 200;
const REMEMBERED_CHUNKS = 100_000;
export const DEFAULT_SPAN_DAYS = 30;

interface Waiting {
  submission: Submission;
  bytes: number;
  resolve: (outcomes: EventOutcome[]) => void;
  reject: (error: unknown) => void;
}

/**
 * The one writer of logged queries. An insert of one row costs as much as one of five hundred, so whatever arrives
 * while a commit runs is collected and stored by the next. Nothing is acknowledged before it is on disk.
 */
export class GroupCommit {
  private readonly queryLog: QueryLogStore;
  private readonly counters: IngestCounters;
  private readonly context: CommitContext;
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private turn: Promise<unknown> = Promise.resolve();
  private scheduled = false;
  /** How many requests the last commit answered. */
  private lastAnswered = 0;
  /** What a broken commit left: `start` is one of an earlier process, a number the earliest arrival in it. */
  private repairSince: 'start' | number | undefined = 'start';

  constructor(
    queryLog: QueryLogStore,
    counters: IngestCounters,
    projects: Pick<CommitContext, 'samplingSecretOf' | 'answerRulesOf'>,
  ) {
    this.queryLog = queryLog;
    this.counters = counters;
    const storedChunks = new LRUCache<string, true>({ max: REMEMBERED_CHUNKS });
    this.context = { storedChunks, ...projects, spanDays: DEFAULT_SPAN_DAYS };
  }

  /** How long spans stay in the store, which the caller has told it. */
  keepSpansFor(days: number): void {
    this.context.spanDays = days;
  }

  /** Resolves once everything is on disk; rejects when it may not be, and then nothing counts as stored. */
  submit(submission: Submission): Promise<EventOutcome[]> {
    const bytes = submissionBytes(submission);
    if (this.waitingBytes + bytes > LIMITS.inFlightBytes) {
      throw new AppError('unavailable', 'More is waiting to be stored than fits. Send it again.', {
        retryAfterSeconds: 2,
      });
    }
    this.waitingBytes += bytes;
    return new Promise((resolve, reject) => {
      this.waiting.push({ submission, bytes, resolve, reject });
      this.schedule();
    });
  }

  /** Runs `work` between commits, with all ids in order. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(async () => {
      await this.repair();
      return work();
    });
    this.turn = result.catch(() => {});
    return result;
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.turn = this.turn.then(async () => {
      await this.gather();
      this.scheduled = false;
      await this.commit(this.take());
      if (this.waiting.length > 0) this.schedule();
    });
  }

  /**
   * Requests of the same turn of the event loop share the commit. Senders whom the last commit answered send their
   * next request at once: to begin with the first few of them would keep all the others waiting.
   */
  private async gather(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    const until = performance.now() + GATHER_MS;
    const isWorthWaiting = () =>
      this.waiting.length < this.lastAnswered / 2 &&
      this.waiting.reduce((sum, { submission }) => sum + eventCount(submission), 0) < GATHER_EVENTS;
    while (isWorthWaiting() && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 1));
  }

  private take(): Waiting[] {
    let events = 0;
    let bytes = 0;
    const end = this.waiting.findIndex((entry) => {
      events += eventCount(entry.submission);
      bytes += entry.bytes;
      return events > COMMIT_EVENTS || bytes > COMMIT_BYTES;
    });
    return this.waiting.splice(0, end < 0 ? this.waiting.length : Math.max(1, end));
  }

  private async commit(entries: readonly Waiting[]): Promise<void> {
    const submissions = entries.map((entry) => entry.submission);
    try {
      await this.repair();
      const outcomes = await this.store(submissions);
      entries.forEach((entry, i) => {
        entry.resolve(outcomes[i] ?? []);
      });
    } catch (error) {
      this.counters.commitFailed();
      logger.error({ err: error, requests: entries.length }, 'a commit failed');
      for (const entry of entries) entry.reject(error);
    } finally {
      for (const entry of entries) this.waitingBytes -= entry.bytes;
      this.lastAnswered = entries.length;
    }
  }

  private async store(submissions: readonly Submission[]): Promise<EventOutcome[][]> {
    try {
      const { outcomes, withoutQuery } = await commitSubmissions(this.queryLog, submissions, this.context);
      this.counters.commitStored(queriesByProject(submissions));
      for (const [projectId, traces] of Map.groupBy(withoutQuery, (trace) => trace.projectId))
        this.counters.countNoQuery(projectId, traces.length, Date.now());
      return outcomes;
    } catch (error) {
      const arrivals = submissions.flatMap(({ events, spans }) => [
        ...events.map(({ row }) => row.received_at),
        ...spans.map((span) => span.received_at),
      ]);
      this.repairSince = arrivals.reduce((first, at) => Math.min(first, at), Date.now());
      throw error;
    }
  }

  private async repair(): Promise<void> {
    if (this.repairSince === undefined) return;
    const since = this.repairSince === 'start' ? undefined : this.repairSince;
    await repairIds(this.queryLog, since);
    await repairTraces(this.queryLog, this.context, since);
    this.repairSince = undefined;
  }
}

function eventCount({ events, spans }: Submission): number {
  return events.length + spans.length;
}

function queriesByProject(submissions: readonly Submission[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { projectId, events } of submissions)
    counts.set(projectId, (counts.get(projectId) ?? 0) + events.length);
  return counts;
}
