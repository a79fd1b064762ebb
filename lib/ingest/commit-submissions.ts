import type { LRUCache } from 'lru-cache';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import { underStoredIds } from './aliases.ts';
import type { AssemblyContext } from './assembled-queries.ts';
import type { PreparedEvent } from './prepared-event.ts';
import { idKey, knownIds } from './queries/known-ids.ts';
import { knownQueries } from './queries/known-queries.ts';
import { type TraceKey, traceKey } from './queries/stored-traces.ts';
import { storeAssembled } from './store-assembled.ts';
import { chunkOwners, storeChunks, storeQueries } from './store-queries.ts';
import type { EventOutcome, Submission } from './submission.ts';
import { traceLinkRow } from './trace-link.ts';
import { type Touched, TraceReader } from './trace-spans.ts';

/** What a commit needs beside what it stores. */
export interface CommitContext extends AssemblyContext {
  /** Chunks known to be stored. */
  storedChunks: LRUCache<string, true>;
}

export interface Committed {
  /** For each submission what became of its events, then of its spans. */
  outcomes: EventOutcome[][];
  /** Traces that were seen for the first time and make no query. */
  withoutQuery: TraceKey[];
}

/**
 * Stores all submissions and says what became of each event. Returns once everything is on disk; after an error
 * anything between nothing and all may be there, and `repairIds` and `repairTraces` must run before the next call.
 *
 * Order: what may be stored twice without harm first, spans before the queries that they make, then the queries,
 * their ids last. All that a lost step leaves is a query whose id is missing, or one that lags behind its spans.
 */
export async function commitSubmissions(
  queryLog: QueryLogStore,
  submissions: readonly Submission[],
  context: CommitContext,
): Promise<Committed> {
  const [committed] = await together([
    commitQueries(queryLog, submissions, context),
    storeTexts(queryLog, submissions, context.storedChunks),
  ]);
  return committed;
}

async function commitQueries(
  queryLog: QueryLogStore,
  submissions: readonly Submission[],
  context: CommitContext,
): Promise<Committed> {
  const { outcomes, fresh, overtaken } = await sortOut(queryLog, submissions);
  const traces = await TraceReader.open(queryLog, touchedTraces(submissions, fresh));
  const duplicates = traces.duplicates();
  await storeParts(queryLog, submissions, fresh);
  const { joined, withoutQuery } = await storeAssembled(queryLog, traces, context);
  const own = fresh.filter((event) => event.link === undefined || !joined.has(event.link));
  await takeOver(
    queryLog,
    own.filter((event) => overtaken.has(event)),
  );
  await storeQueries(queryLog, own);
  return {
    outcomes: submissions.map(({ spans }, i) => [
      ...(outcomes[i] ?? []),
      ...spans.map((span): EventOutcome => (duplicates.has(span) ? 'duplicate' : 'accepted')),
    ]),
    withoutQuery,
  };
}

interface Sorted {
  outcomes: EventOutcome[][];
  fresh: PreparedEvent[];
  /** Those among the fresh whose id only spans have used. */
  overtaken: Set<PreparedEvent>;
}

async function sortOut(queryLog: QueryLogStore, submissions: readonly Submission[]): Promise<Sorted> {
  const known = await knownIds(
    queryLog,
    submissions.flatMap((submission) => submission.events),
  );
  const fresh: PreparedEvent[] = [];
  const overtaken = new Set<PreparedEvent>();
  const outcomes = submissions.map((submission) =>
    submission.events.map((event): EventOutcome => {
      const key = idKey(event.row.project_id, event.row.query_id);
      const content = known.get(key);
      if (content === '') overtaken.add(event);
      else if (content !== undefined) return content === event.row.content_hash ? 'duplicate' : 'conflicting';
      known.set(key, event.row.content_hash);
      fresh.push(event);
      return 'accepted';
    }),
  );
  return { outcomes, fresh, overtaken };
}

/** Every trace of which spans have come, or that a query names. */
function touchedTraces(submissions: readonly Submission[], fresh: readonly PreparedEvent[]): Touched[] {
  const touched = new Map<string, Touched>();
  const touch = (projectId: string, traceId: string) => {
    const key = { projectId, traceId };
    let trace = touched.get(traceKey(key));
    if (trace === undefined) {
      trace = { key, spans: [], links: [] };
      touched.set(traceKey(key), trace);
    }
    return trace;
  };
  for (const { projectId, spans } of submissions)
    for (const span of spans) touch(projectId, span.trace_id).spans.push(span);
  for (const { row, link } of fresh)
    if (link !== undefined) touch(row.project_id, link.traceId).links.push(link);
  return [...touched.values()];
}

/**
 * The texts of all hits, also of queries that turn out to be known: a text may be stored twice without harm, so it
 * is stored beside the queries. Where it fails nothing is acknowledged, and a resend brings it again.
 */
function storeTexts(
  queryLog: QueryLogStore,
  submissions: readonly Submission[],
  storedChunks: LRUCache<string, true>,
): Promise<void> {
  const ofEvents = submissions.flatMap(({ events }) => chunkOwners(events));
  return storeChunks(queryLog, [...submissions, ...ofEvents], storedChunks);
}

/** Waits for all, also where one fails: nothing of a commit may still run when the next begins. */
async function together<T extends readonly Promise<unknown>[]>(
  work: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(work);
  return Promise.all(work) as Promise<{ [K in keyof T]: Awaited<T[K]> }>;
}

/** What no query has to be known for. */
async function storeParts(
  queryLog: QueryLogStore,
  submissions: readonly Submission[],
  fresh: readonly PreparedEvent[],
): Promise<void> {
  const all = <T>(of: (submission: Submission) => readonly T[]) => submissions.flatMap(of);
  await queryLog.insert(
    'spans',
    all(({ spans }) => spans),
  );
  await queryLog.insert(
    'trace_queries',
    fresh.flatMap(({ row, link }) => (link === undefined ? [] : traceLinkRow(row.project_id, link))),
  );
  await queryLog.insert(
    'corpus',
    all(({ corpus }) => corpus),
  );
  await queryLog.insert(
    'feedback',
    await underStoredIds(
      queryLog,
      all(({ feedback }) => feedback),
    ),
  );
  await queryLog.insert(
    'scores',
    await underStoredIds(
      queryLog,
      all(({ scores }) => scores),
    ),
  );
  await queryLog.insert(
    'quarantine',
    all(({ quarantine }) => quarantine),
  );
}

/** An id that spans have used and nothing joins to them: what was sent under it takes its place. */
async function takeOver(queryLog: QueryLogStore, events: readonly PreparedEvent[]): Promise<void> {
  if (events.length === 0) return;
  const known = await knownQueries(
    queryLog,
    events.map(({ row }) => ({ projectId: row.project_id, id: row.query_id })),
  );
  for (const { row } of events) {
    const stored = known.get(idKey(row.project_id, row.query_id));
    if (stored === undefined) continue;
    row.bucket = stored.bucketSeconds;
    row.version = Math.max(row.version, stored.version + 1);
  }
}
