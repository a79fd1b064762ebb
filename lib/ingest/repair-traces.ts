import { z } from 'zod';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { CommitContext } from './commit-submissions.ts';
import { storeAssembled } from './store-assembled.ts';
import { TraceReader } from './trace-spans.ts';

/** As in repairIds. */
const MARGIN_MS = 3_600_000;
const TRACES_A_ROUND = 1_000;

/**
 * Assembles every trace with spans that arrived since `sinceMs` (epoch ms) and are not in its query yet, which a
 * commit that broke off may have left behind. Without `sinceMs`: since an hour before the newest span. Traces that
 * make no query are looked at too; nothing tells them apart.
 */
export async function repairTraces(
  queryLog: QueryLogStore,
  context: CommitContext,
  sinceMs?: number,
): Promise<void> {
  const since = sinceMs ?? (await newestArrival(queryLog)) - MARGIN_MS;
  const lagging = await laggingTraces(queryLog, since);
  for (let at = 0; at < lagging.length; at += TRACES_A_ROUND) {
    const touched = lagging.slice(at, at + TRACES_A_ROUND).map((key) => ({ key, spans: [], links: [] }));
    await storeAssembled(queryLog, await TraceReader.open(queryLog, touched), context);
  }
}

async function laggingTraces(
  queryLog: QueryLogStore,
  since: number,
): Promise<{ projectId: string; traceId: string }[]> {
  return queryLog.rowsForIngest(
    z.object({ projectId: z.string(), traceId: z.string() }),
    `SELECT s.project_id AS projectId, s.trace_id AS traceId
     FROM (
       SELECT project_id, trace_id, max(received_at) AS arrived FROM spans
       WHERE received_at >= fromUnixTimestamp64Milli({since:Int64}) GROUP BY project_id, trace_id
     ) AS s
     LEFT JOIN (
       SELECT project_id, trace_id, max(received_at) AS arrived FROM queries
       WHERE received_at >= fromUnixTimestamp64Milli({since:Int64}) AND trace_id != ''
       GROUP BY project_id, trace_id
     ) AS q ON q.project_id = s.project_id AND q.trace_id = s.trace_id
     WHERE isNull(q.arrived) OR q.arrived < s.arrived
     SETTINGS final = 0`,
    { since },
  );
}

async function newestArrival(queryLog: QueryLogStore): Promise<number> {
  const [row] = await queryLog.rowsForIngest(
    z.object({ newest: z.number() }),
    'SELECT toUnixTimestamp64Milli(max(received_at)) AS newest FROM spans SETTINGS final = 0',
  );
  return row?.newest ?? 0;
}
