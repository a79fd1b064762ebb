import { z } from 'zod';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';

/** Rows of one commit arrive within seconds; the hour allows for a clock that was set back. */
const MARGIN_MS = 3_600_000;

/**
 * Gives every query that was stored since `sinceMs` (epoch ms of arrival) its id, which a commit that broke off
 * may have left out. Without `sinceMs`: since an hour before the newest query, which covers the last commit
 * of a process that died.
 */
export async function repairIds(queryLog: QueryLogStore, sinceMs?: number): Promise<void> {
  const since = sinceMs ?? (await newestArrival(queryLog)) - MARGIN_MS;
  await queryLog.command(
    `INSERT INTO query_ids (project_id, query_id, bucket, content_hash, version, received_at)
     SELECT project_id, query_id, bucket, content_hash, version, received_at FROM queries
     WHERE received_at >= fromUnixTimestamp64Milli({since:Int64})
       AND (project_id, query_id) NOT IN (
         SELECT project_id, query_id FROM query_ids WHERE received_at >= fromUnixTimestamp64Milli({since:Int64}))
     ORDER BY received_at LIMIT 1 BY project_id, query_id`,
    { since },
  );
  // Spans that came later made another version, whose number the next one has to exceed.
  await queryLog.command(
    `INSERT INTO query_ids (project_id, query_id, bucket, content_hash, version, received_at)
     SELECT project_id, query_id, bucket, content_hash, version, received_at FROM queries
     WHERE received_at >= fromUnixTimestamp64Milli({since:Int64})
       AND (project_id, query_id, version) NOT IN (
         SELECT project_id, query_id, version FROM query_ids
         WHERE received_at >= fromUnixTimestamp64Milli({since:Int64}))
     ORDER BY version DESC LIMIT 1 BY project_id, query_id`,
    { since },
  );
}

async function newestArrival(queryLog: QueryLogStore): Promise<number> {
  const [row] = await queryLog.rows(
    z.object({ newest: z.number() }),
    'SELECT toUnixTimestamp64Milli(max(received_at)) AS newest FROM queries SETTINGS final = 0',
  );
  return row?.newest ?? 0;
}
