import type { EventNotes } from './event-notes.ts';
import type { WireQuery } from './schema.ts';

/** A query sent as JSON that names the trace of its spans: both are one query, and its own fields win. */
export interface TraceLink {
  traceId: string;
  queryId: string;
  contentHash: string;
  event: WireQuery;
  notes: EventNotes;
  /** Epoch ms. */
  receivedMs: number;
}

/** A row of the table `trace_queries`. */
export interface TraceLinkRow {
  project_id: string;
  trace_id: string;
  query_id: string;
  content_hash: string;
  event: string;
  marks: string[];
  cut_lengths: Record<string, number>;
  received_at: number;
}

/** The trace id that a query names, or is named by, as spans carry it; undefined where it is no such id. */
export function linkedTraceId(query: Pick<WireQuery, 'id' | 'traceId'>): string | undefined {
  const id = query.traceId ?? query.id ?? '';
  return /^[0-9a-f]{32}$/i.test(id) ? id.toLowerCase() : undefined;
}

export function traceLinkRow(projectId: string, link: TraceLink): TraceLinkRow {
  return {
    project_id: projectId,
    trace_id: link.traceId,
    query_id: link.queryId,
    content_hash: link.contentHash,
    event: JSON.stringify(link.event),
    marks: [...link.notes.marks],
    cut_lengths: Object.fromEntries(link.notes.cutLengths),
    received_at: link.receivedMs,
  };
}

export function traceLinkOf(row: TraceLinkRow): TraceLink {
  return {
    traceId: row.trace_id,
    queryId: row.query_id,
    contentHash: row.content_hash,
    event: JSON.parse(row.event) as WireQuery,
    notes: { marks: new Set(row.marks), cutLengths: new Map(Object.entries(row.cut_lengths)) },
    receivedMs: row.received_at,
  };
}
