import { z } from 'zod';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import { idKey } from './known-ids.ts';

const rowSchema = z.object({
  project: z.string(),
  id: z.string(),
  bucketSeconds: z.number(),
  contentHash: z.string(),
  version: z.number(),
  receivedMs: z.number(),
  sameAs: z.string(),
});
/** What is stored of an id. `contentHash` is '' where only spans made the query; `sameAs` names another id. */
export type KnownQuery = z.output<typeof rowSchema>;

const IDS_A_STATEMENT = 1_000;

/** The last version of each of the ids that is stored, by `idKey`. */
export async function knownQueries(
  queryLog: QueryLogStore,
  wanted: readonly { projectId: string; id: string }[],
): Promise<Map<string, KnownQuery>> {
  const known = new Map<string, KnownQuery>();
  for (let at = 0; at < wanted.length; at += IDS_A_STATEMENT) {
    const slice = wanted.slice(at, at + IDS_A_STATEMENT);
    const rows = await queryLog.rowsForIngest(
      rowSchema,
      `SELECT project_id AS project, query_id AS id, toUnixTimestamp(bucket) AS bucketSeconds,
         content_hash AS contentHash, version, toUnixTimestamp64Milli(received_at) AS receivedMs, same_as AS sameAs
       FROM query_ids
       WHERE project_id IN {projects:Array(String)} AND query_id IN {ids:Array(String)}
       SETTINGS final = 0`,
      {
        projects: [...new Set(slice.map(({ projectId }) => projectId))],
        ids: [...new Set(slice.map(({ id }) => id))],
      },
    );
    for (const row of rows) {
      const key = idKey(row.project, row.id);
      if (row.version >= (known.get(key)?.version ?? 0)) known.set(key, row);
    }
  }
  return known;
}
