import type { LRUCache } from 'lru-cache';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { PreparedEvent } from './prepared-event.ts';
import { idKey } from './queries/known-ids.ts';
import type { Chunk, QueryRow } from './query-row.ts';

/** The engine refuses an insert that touches more partitions, which are months. */
const PARTITIONS_AN_INSERT = 90;

/**
 * Stores queries, then their ids. An id is therefore never known before its query is readable. The texts of their
 * hits are stored by `storeChunks`.
 */
export async function storeQueries(queryLog: QueryLogStore, events: readonly PreparedEvent[]): Promise<void> {
  await queryLog.insert(
    'feedback',
    events.flatMap((event) => event.feedback ?? []),
  );
  const rows = events.map((event) => event.row);
  for (const part of byPartitions(rows)) await queryLog.insert('queries', part);
  await queryLog.insert('query_ids', rows.map(idRow));
}

/** The texts of the events' hits, as `storeChunks` takes them. */
export function chunkOwners(
  events: readonly PreparedEvent[],
): { projectId: string; chunks: readonly Chunk[] }[] {
  return events.map(({ row, chunks }) => ({ projectId: row.project_id, chunks }));
}

/** Stores each text that is not known to be stored. Chunks in `storedChunks` are known to be there. */
export async function storeChunks(
  queryLog: QueryLogStore,
  owners: readonly { projectId: string; chunks: readonly Chunk[] }[],
  storedChunks: LRUCache<string, true>,
): Promise<void> {
  const rows = new Map<string, { project_id: string; chunk_hash: string; text: string }>();
  for (const { projectId, chunks } of owners)
    for (const { hash, text } of chunks) {
      const key = idKey(projectId, hash);
      if (!storedChunks.get(key)) rows.set(key, { project_id: projectId, chunk_hash: hash, text });
    }
  await queryLog.insert('chunks', [...rows.values()]);
  for (const key of rows.keys()) storedChunks.set(key, true);
}

function idRow({ project_id, query_id, bucket, content_hash, version, received_at }: QueryRow) {
  return { project_id, query_id, bucket, content_hash, version, received_at };
}

/** Imports may span decades: rows in groups of few enough months, mostly one group. */
function byPartitions(rows: readonly QueryRow[]): QueryRow[][] {
  const months = Map.groupBy(rows, (row) => new Date(row.bucket * 1000).toISOString().slice(0, 7));
  if (months.size <= PARTITIONS_AN_INSERT) return [[...rows]];
  const groups: QueryRow[][] = [];
  [...months.values()].forEach((month, i) => {
    if (i % PARTITIONS_AN_INSERT === 0) groups.push([]);
    groups.at(-1)?.push(...month);
  });
  return groups;
}
