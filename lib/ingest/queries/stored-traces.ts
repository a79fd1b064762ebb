import { z } from 'zod';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { SpanRow } from '../otlp/stored-span.ts';
import type { TraceLinkRow } from '../trace-link.ts';

export interface TraceKey {
  projectId: string;
  traceId: string;
}

const spanKeySchema = z.object({
  project_id: z.string(),
  trace_id: z.string(),
  span_id: z.string(),
  bytes: z.number(),
});
/** Enough of a stored span to know that it is there and what reading it costs. */
export type SpanKey = z.output<typeof spanKeySchema>;

const spanRowSchema = z.object({
  project_id: z.string(),
  trace_id: z.string(),
  span_id: z.string(),
  start_ns: z.string(),
  end_ns: z.string(),
  received_at: z.number(),
  bytes: z.number(),
  span: z.string(),
  marks: z.array(z.string()),
  cut_lengths: z.record(z.string(), z.number()),
});

const linkRowSchema = z.object({
  project_id: z.string(),
  trace_id: z.string(),
  query_id: z.string(),
  content_hash: z.string(),
  event: z.string(),
  marks: z.array(z.string()),
  cut_lengths: z.record(z.string(), z.number()),
  received_at: z.number(),
});

const TRACES_A_STATEMENT = 1_000;
const OF_TRACES = 'project_id IN {projects:Array(String)} AND trace_id IN {traces:Array(String)}';

export function traceKey({ projectId, traceId }: TraceKey): string {
  return `${projectId}\0${traceId}`;
}

/** Which spans of the traces are stored. A span that was sent again may be named twice. */
export function storedSpanKeys(read: QueryLogStore['rows'], traces: readonly TraceKey[]): Promise<SpanKey[]> {
  return ofTraces(
    read,
    spanKeySchema,
    `SELECT project_id, trace_id, span_id, bytes FROM spans WHERE ${OF_TRACES} SETTINGS final = 0`,
    traces,
  );
}

/**
 * The stored spans of the traces; of a span that was sent again all rows that are still there, in no order. Of a
 * trace at most `limit` rows, those that started first.
 */
export function storedSpans(
  read: QueryLogStore['rows'],
  traces: readonly TraceKey[],
  limit: number,
): Promise<SpanRow[]> {
  return ofTraces(
    read,
    spanRowSchema,
    `SELECT project_id, trace_id, span_id, toString(s.start_ns) AS start_ns, toString(s.end_ns) AS end_ns,
       toUnixTimestamp64Milli(s.received_at) AS received_at, bytes, span, marks, cut_lengths
     FROM spans AS s WHERE ${OF_TRACES}
     ORDER BY project_id, trace_id, s.start_ns, span_id
     LIMIT ${Number(limit)} BY project_id, trace_id SETTINGS final = 0`,
    traces,
  );
}

/** The queries sent as JSON that name one of the traces. */
export function storedLinks(
  read: QueryLogStore['rows'],
  traces: readonly TraceKey[],
): Promise<TraceLinkRow[]> {
  return ofTraces(
    read,
    linkRowSchema,
    `SELECT project_id, trace_id, query_id, content_hash, event, marks, cut_lengths,
       toUnixTimestamp64Milli(t.received_at) AS received_at
     FROM trace_queries AS t WHERE ${OF_TRACES} SETTINGS final = 0`,
    traces,
  );
}

async function ofTraces<T extends { project_id: string; trace_id: string }>(
  read: QueryLogStore['rows'],
  schema: z.ZodType<T>,
  sql: string,
  traces: readonly TraceKey[],
): Promise<T[]> {
  const wanted = new Set(traces.map(traceKey));
  const found: T[] = [];
  for (let at = 0; at < traces.length; at += TRACES_A_STATEMENT) {
    const slice = traces.slice(at, at + TRACES_A_STATEMENT);
    const rows = await read(schema, sql, {
      projects: [...new Set(slice.map(({ projectId }) => projectId))],
      traces: [...new Set(slice.map(({ traceId }) => traceId))],
    });
    for (const row of rows)
      if (wanted.has(traceKey({ projectId: row.project_id, traceId: row.trace_id }))) found.push(row);
  }
  return found;
}
