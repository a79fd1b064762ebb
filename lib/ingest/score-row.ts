import { cleanEvent } from './clean-event.ts';
import type { EventNotes } from './event-notes.ts';
import { EventRejection } from './event-rejection.ts';
import { scoreSchema, type WireScore } from './schema.ts';

/** A row of the table `scores`. Times are epoch ms. */
export interface ScoreRow {
  project_id: string;
  query_id: string;
  /** Empty: said of the query's answer. */
  hit_id: string;
  name: string;
  source: WireScore['source'];
  scorer_version: string;
  value: number | null;
  label: string;
  comment: string;
  received_at: number;
  version: number;
}

/**
 * Cleans, checks and maps one score of parsed JSON, which is changed in place. What was changed is added to `notes`,
 * also where it throws EventRejection.
 */
export function scoreRow(
  raw: unknown,
  arrival: { projectId: string; receivedMs: number },
  notes: EventNotes,
): ScoreRow {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw new EventRejection('invalid', '', 'must be an object');
  cleanEvent(raw as Record<string, unknown>, notes);
  const parsed = scoreSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.map(String).join('.').slice(0, 512) ?? '';
    throw new EventRejection('invalid', path, issue?.message ?? 'is wrong');
  }
  const score = parsed.data;
  return {
    project_id: arrival.projectId,
    query_id: score.queryId,
    hit_id: score.hitId ?? '',
    name: score.name,
    source: score.source,
    scorer_version: score.version ?? '',
    value: score.value ?? null,
    label: score.label ?? '',
    comment: score.comment ?? '',
    received_at: arrival.receivedMs,
    version: arrival.receivedMs,
  };
}

/** What there is one of: a later score with the same key takes its place. */
export function scoreKey(
  row: Omit<ScoreRow, 'value' | 'label' | 'comment' | 'received_at' | 'version'>,
): string {
  return JSON.stringify([row.query_id, row.hit_id, row.name, row.source, row.scorer_version]);
}
