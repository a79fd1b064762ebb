import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { counted } from './counted.ts';
import type { EventUnit } from './counters.ts';
import { newNotes } from './event-notes.ts';
import { ingestState } from './ingest-state.ts';
import { dropVectors } from './otlp/embedding-vectors.ts';
import type { ExportAnswer } from './otlp/otlp-wire.ts';
import type { ReceivedSpans } from './otlp/received-spans.ts';
import { type RejectedSpan, SpanRejection } from './otlp/span-rejection.ts';
import { type SpanRow, spanRow } from './otlp/stored-span.ts';
import { quarantineRow } from './quarantine-row.ts';
import { newSubmission, type QuarantineRow } from './submission.ts';

/** Reasons named in the answer; the others are in quarantine. */
const NAMED_REASONS = 5;
const UNITS = { span: 'spans', log_record: 'log records' } as const;

/**
 * Stores what an export holds and returns once it is on disk, with the queries that it makes. What cannot be stored
 * is reported and quarantined without touching its neighbours; an export of which nothing can is `invalid`. Records
 * that are ignored count apart, and among no events. `unit` says what the export holds.
 */
export async function storeSpans(
  ctx: Context,
  received: ReceivedSpans,
  unit: EventUnit & keyof typeof UNITS = 'span',
): Promise<ExportAnswer> {
  requirePermission(ctx, 'queries:write');
  const receivedMs = ctx.now().getTime();
  const { rows, rejected } = storable(received, { projectId: ctx.project.id, receivedMs });
  const sent = rows.length + rejected.length;
  const quarantine = rejected.map((span) => quarantined(ctx, span, receivedMs, unit));
  const answer = await counted(ctx, unit, { sent, rejected: rejected.map(({ code }) => code) }, async () => {
    const outcomes = await ingestState(ctx.stores).groupCommit.submit(
      newSubmission(ctx.project.id, { spans: rows, quarantine }),
    );
    if (rows.length + received.ignored === 0 && rejected.length > 0) throw nothingUsable(rejected, unit);
    const duplicates = outcomes.filter((outcome) => outcome !== 'accepted').length;
    return { answer: answerOf(rejected, unit), accepted: rows.length - duplicates, duplicates };
  });
  if (received.ignored > 0)
    ingestState(ctx.stores).counters.countIgnored(ctx.project.id, received.ignored, receivedMs);
  return answer;
}

function storable(
  received: ReceivedSpans,
  arrival: { projectId: string; receivedMs: number },
): { rows: SpanRow[]; rejected: RejectedSpan[] } {
  const rejected = [...received.rejected];
  const rows: SpanRow[] = [];
  received.spans.forEach(({ span, notes }, index) => {
    try {
      rows.push(spanRow({ span: dropVectors(span), notes }, arrival));
    } catch (error) {
      if (!(error instanceof SpanRejection)) throw error;
      rejected.push({ index, code: error.code, message: error.message, name: span.name });
    }
  });
  return { rows, rejected };
}

/** Only its name and place are kept: without sound ids it could never be stored. */
function quarantined(ctx: Context, span: RejectedSpan, receivedMs: number, unit: EventUnit): QuarantineRow {
  const row = quarantineRow(
    { code: span.code, path: '', message: span.message },
    {
      raw: { name: span.name, index: span.index },
      id: null,
      projectId: ctx.project.id,
      receivedMs,
      notes: newNotes(),
      unit,
    },
  );
  return { ...row, body_complete: false };
}

function nothingUsable(rejected: readonly RejectedSpan[], unit: keyof typeof UNITS): AppError {
  const [first] = rejected;
  const hint =
    unit === 'span' && rejected.every(({ code, name }) => code === 'span_id' && name === '')
      ? ' Logs go to /v1/logs, metrics are not taken.'
      : '';
  return new AppError('invalid', `None of the ${UNITS[unit]} can be stored: ${first?.message}.${hint}`);
}

function answerOf(rejected: readonly RejectedSpan[], unit: keyof typeof UNITS): ExportAnswer {
  if (rejected.length === 0) return { rejected: 0, message: '' };
  const reasons = [...new Set(rejected.map(({ message }) => message))];
  const shown = reasons.slice(0, NAMED_REASONS).join('; ');
  const more = reasons.length > NAMED_REASONS ? '; and others' : '';
  return {
    rejected: rejected.length,
    message: `${rejected.length} ${UNITS[unit]} cannot be stored: ${shown}${more}.`,
  };
}
