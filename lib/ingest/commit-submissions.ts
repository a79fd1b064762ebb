import type { LRUCache } from 'lru-cache';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { PreparedEvent } from './prepared-event.ts';
import { idKey, knownIds } from './queries/known-ids.ts';
import type { QueryRow } from './query-row.ts';
import type { EventOutcome, Submission } from './submission.ts';

/** The engine refuses an insert that touches more partitions, which are months. */
const PARTITIONS_AN_INSERT = 90;

/**
 * Stores all submissions and says what became of each event. Returns once everything is on disk; after an error
 * anything between nothing and all may be there, and `repairIds` must run before the next call.
 *
 * Order: what may be stored twice without harm first, then the queries, their ids last. An id is therefore never
 * known before its query is readable, and all that a lost step leaves is a query whose id is missing.
 */
export async function commitSubmissions(
  queryLog: QueryLogStore,
  submissions: readonly Submission[],
  storedChunks: LRUCache<string, true>,
): Promise<EventOutcome[][]> {
  const { outcomes, fresh } = await sortOut(queryLog, submissions);
  await insertChunks(queryLog, submissions, fresh, storedChunks);
  await queryLog.insert(
    'corpus',
    submissions.flatMap((submission) => submission.corpus),
  );
  await queryLog.insert('feedback', [
    ...submissions.flatMap((submission) => submission.feedback),
    ...fresh.flatMap((event) => event.feedback ?? []),
  ]);
  await queryLog.insert(
    'quarantine',
    submissions.flatMap((submission) => submission.quarantine),
  );
  const rows = fresh.map((event) => event.row);
  for (const part of byPartitions(rows)) await queryLog.insert('queries', part);
  await queryLog.insert('query_ids', rows.map(idRow));
  return outcomes;
}

async function sortOut(
  queryLog: QueryLogStore,
  submissions: readonly Submission[],
): Promise<{ outcomes: EventOutcome[][]; fresh: PreparedEvent[] }> {
  const known = await knownIds(
    queryLog,
    submissions.flatMap((submission) => submission.events),
  );
  const fresh: PreparedEvent[] = [];
  const outcomes = submissions.map((submission) =>
    submission.events.map((event): EventOutcome => {
      const key = idKey(event.row.project_id, event.row.query_id);
      const content = known.get(key);
      if (content !== undefined) return content === event.row.content_hash ? 'duplicate' : 'conflicting';
      known.set(key, event.row.content_hash);
      fresh.push(event);
      return 'accepted';
    }),
  );
  return { outcomes, fresh };
}

async function insertChunks(
  queryLog: QueryLogStore,
  submissions: readonly Submission[],
  fresh: readonly PreparedEvent[],
  storedChunks: LRUCache<string, true>,
): Promise<void> {
  const rows = new Map<string, { project_id: string; chunk_hash: string; text: string }>();
  const add = (project_id: string, chunk: { hash: string; text: string }) => {
    const key = idKey(project_id, chunk.hash);
    if (!storedChunks.get(key)) rows.set(key, { project_id, chunk_hash: chunk.hash, text: chunk.text });
  };
  for (const { projectId, chunks } of submissions) for (const chunk of chunks) add(projectId, chunk);
  for (const { row, chunks } of fresh) for (const chunk of chunks) add(row.project_id, chunk);
  await queryLog.insert('chunks', [...rows.values()]);
  for (const key of rows.keys()) storedChunks.set(key, true);
}

function idRow({ project_id, query_id, bucket, content_hash, version, received_at }: QueryRow) {
  return { project_id, query_id, bucket, content_hash, version, received_at };
}

/** Imports may span decades: rows in groups of few enough months, mostly one group. */
function byPartitions(rows: readonly QueryRow[]): QueryRow[][] {
  const months = Map.groupBy(rows, (row) => new Date(row.started_at).toISOString().slice(0, 7));
  if (months.size <= PARTITIONS_AN_INSERT) return [[...rows]];
  const groups: QueryRow[][] = [];
  [...months.values()].forEach((month, i) => {
    if (i % PARTITIONS_AN_INSERT === 0) groups.push([]);
    groups.at(-1)?.push(...month);
  });
  return groups;
}
