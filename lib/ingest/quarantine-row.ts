import { hash } from 'node:crypto';
import { storableText } from './cleaned-text.ts';
import type { EventNotes } from './event-notes.ts';
import { LIMITS } from './schema.ts';
import type { QuarantineRow } from './submission.ts';

/**
 * A cleaned event of the kind `unit` (a query where it is left out) that was not stored, with the reason. Its id is a hash of the event, so that sending it again
 * makes no second row. Only a body of up to 1 MiB is kept whole and can be replayed.
 */
export function quarantineRow(
  reason: { code: string; path: string; message: string },
  event: {
    raw: unknown;
    id: string | null;
    projectId: string;
    receivedMs: number;
    notes: EventNotes;
    unit?: string;
  },
): QuarantineRow {
  const { unit = 'query' } = event;
  const json = jsonOf(event.raw);
  const isComplete = json !== '' && Buffer.byteLength(json, 'utf8') <= LIMITS.eventBytes;
  return {
    project_id: event.projectId,
    quarantine_id: quarantineId([reason.code, event.id ?? '', json, ...(unit === 'query' ? [] : [unit])]),
    unit,
    received_at: event.receivedMs,
    event_id: event.id ?? '',
    code: reason.code,
    path: reason.path,
    message: reason.message,
    body: isComplete ? json : json.slice(0, LIMITS.fieldBytes).toWellFormed(),
    body_complete: isComplete,
    marks: [...event.notes.marks],
    cut_lengths: Object.fromEntries(event.notes.cutLengths),
    replayed_at: null,
    version: event.receivedMs,
  };
}

function quarantineId(parts: readonly string[]): string {
  return hash('sha256', parts.join('\0'), 'hex').slice(0, 32);
}

/** JSON has no infinity: as text it stays visible and is rejected again where a number belongs. */
function jsonOf(raw: unknown): string {
  try {
    return JSON.stringify(raw, (_, value) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    );
  } catch (error) {
    // Nested too deeply to be written again.
    if (error instanceof RangeError) return '';
    throw error;
  }
}

/** The id that a rejected event carries under `name`, if it carries one that can be shown. */
export function rejectedId(raw: unknown, name = 'id'): string | null {
  if (typeof raw !== 'object' || raw === null) return null;
  const id = (raw as Record<string, unknown>)[name];
  if (typeof id !== 'string' || id === '') return null;
  const text = id.slice(0, LIMITS.idLength);
  return storableText(text);
}
