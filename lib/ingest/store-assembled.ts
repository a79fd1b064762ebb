import type { LRUCache } from 'lru-cache';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import { claimAttached, underStoredIds } from './aliases.ts';
import { type Assembled, type AssemblyContext, assembledQueries } from './assembled-queries.ts';
import type { TraceKey } from './queries/stored-traces.ts';
import { chunkOwners, storeChunks, storeQueries } from './store-queries.ts';
import type { TraceLink } from './trace-link.ts';
import type { TraceReader } from './trace-spans.ts';

export interface StoredTraces {
  /** What JSON said of the queries that were stored. */
  joined: Set<TraceLink>;
  /** Traces whose first spans make no query. */
  withoutQuery: TraceKey[];
}

/** Assembles the traces, whose spans are stored, and stores their queries. Safe to run again. */
export async function storeAssembled(
  queryLog: QueryLogStore,
  traces: TraceReader,
  context: AssemblyContext & { storedChunks: LRUCache<string, true> },
): Promise<StoredTraces> {
  const stored: StoredTraces = { joined: new Set(), withoutQuery: [] };
  for await (const slice of traces.slices()) {
    const assembled = await assembledQueries(queryLog, slice, context);
    await queryLog.insert('quarantine', assembled.quarantine);
    await storeChunks(queryLog, chunkOwners(assembled.queries), context.storedChunks);
    await storeQueries(queryLog, assembled.queries);
    await storeAliases(queryLog, assembled);
    await queryLog.insert('scores', await underStoredIds(queryLog, assembled.scores));
    for (const link of assembled.joined) stored.joined.add(link);
    stored.withoutQuery.push(...assembled.withoutQuery);
  }
  return stored;
}

/** Other ids of the queries: what names them by these is theirs. */
async function storeAliases(queryLog: QueryLogStore, { aliases, queries }: Assembled): Promise<void> {
  await claimAttached(queryLog, aliases);
  const rows = new Map(queries.map(({ row }) => [`${row.project_id}\0${row.query_id}`, row]));
  await queryLog.insert(
    'query_ids',
    aliases.flatMap(({ projectId, id, sameAs, contentHash }) => {
      const row = rows.get(`${projectId}\0${sameAs}`);
      if (row === undefined) return [];
      const { project_id, bucket, version, received_at } = row;
      return [
        {
          project_id,
          query_id: id,
          bucket,
          content_hash: contentHash,
          version,
          received_at,
          same_as: sameAs,
        },
      ];
    }),
  );
}
