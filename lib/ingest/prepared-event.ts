import { hash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { cleanEvent } from './clean-event.ts';
import { type EventNotes, newNotes } from './event-notes.ts';
import { EventRejection } from './event-rejection.ts';
import { eventTime } from './event-time.ts';
import { type Arrival, type Chunk, type QueryRow, queryRow } from './query-row.ts';
import { LIMITS, querySchema, type WireQuery } from './schema.ts';
import { linkedTraceId, type TraceLink } from './trace-link.ts';

export interface FeedbackRow {
  project_id: string;
  query_id: string;
  user_id: string;
  score: number;
  comment: string;
  version: number;
}

/** An event that can be stored. */
export interface PreparedEvent {
  row: QueryRow;
  chunks: Chunk[];
  feedback: FeedbackRow | undefined;
  /** Whether the sender named the id: one made here cannot be known yet. */
  hasOwnId: boolean;
  /** Where it names a trace, whose spans are part of it. */
  link: TraceLink | undefined;
  bytes: number;
}

/**
 * Cleans, checks and maps one event of parsed JSON, which is changed in place. What was changed is added to
 * `notes`, also where it throws EventRejection.
 */
export function preparedEvent(raw: unknown, arrival: Arrival, notes: EventNotes = newNotes()): PreparedEvent {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new EventRejection('invalid', '', 'must be an object');
  const event = raw as Record<string, unknown>;
  cleanEvent(event, notes);
  const query = parsedQuery(event);
  const { id: ownId, startedAt, ...content } = query;
  // What was said counts, not when: a resend may leave its start out or round it.
  const canonical = JSON.stringify(content);
  const bytes = Buffer.byteLength(canonical, 'utf8');
  if (bytes > LIMITS.eventBytes)
    throw new EventRejection('too_large', '', `is larger than ${LIMITS.eventBytes / 2 ** 20} MiB`);
  const { startedMs, skewed } = eventTime(startedAt, arrival.receivedMs);
  if (skewed) notes.marks.add('clock_skew');
  const id = ownId ?? uuidv7();
  const contentHash = hash('sha256', canonical, 'hex').slice(0, 32);
  const { row, chunks } = queryRow(query, { ...arrival, id, startedMs, contentHash, notes });
  const traceId = linkedTraceId(query);
  const link =
    traceId === undefined
      ? undefined
      : { traceId, queryId: id, contentHash, event: query, notes, receivedMs: arrival.receivedMs };
  return { row, chunks, feedback: feedbackOf(query, id, arrival), hasOwnId: ownId != null, link, bytes };
}

function parsedQuery(event: Record<string, unknown>): WireQuery {
  const parsed = querySchema.safeParse(event);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new EventRejection(
    'invalid',
    issue?.path.map(String).join('.').slice(0, 512) ?? '',
    issue?.message ?? 'is wrong',
  );
}

function feedbackOf(query: WireQuery, id: string, arrival: Arrival): FeedbackRow | undefined {
  if (query.feedback == null) return undefined;
  return {
    project_id: arrival.projectId,
    query_id: id,
    user_id: query.userId ?? '',
    score: query.feedback.score,
    comment: query.feedback.comment ?? '',
    version: arrival.receivedMs,
  };
}
