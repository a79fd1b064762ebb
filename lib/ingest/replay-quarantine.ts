import { z } from 'zod';
import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import type { EventNotes } from './event-notes.ts';
import { ingestState } from './ingest-state.ts';
import { logQueries } from './log-queries.ts';
import { type ReplayableEvent, replayableEvents } from './queries/replayable-events.ts';
import { newSubmission, type QuarantineRow } from './submission.ts';

const EVENTS_A_ROUND = 50;

/** Some by id, or all of a reason, or simply all. */
export const replayQuarantineSchema = z
  .strictObject({
    ids: z.array(z.string().min(1).max(64)).min(1).max(500).optional(),
    code: z.string().max(64).optional(),
    all: z.literal(true).optional(),
  })
  .refine(
    (input) => input.ids !== undefined || input.code !== undefined || input.all === true,
    'needs ids, code or all',
  );

export const replayAnswerSchema = z.object({
  replayed: z.number(),
  accepted: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
});

/**
 * Sends quarantined events through the door again, as if they had come when they first came, with what was noted of
 * them then. Those that are taken
 * this time are marked as replayed; the others stay as they are.
 */
export async function replayQuarantine(
  ctx: Context,
  input: z.input<typeof replayQuarantineSchema>,
): Promise<z.output<typeof replayAnswerSchema>> {
  requirePermission(ctx, 'quarantine:replay');
  const { ids, code } = replayQuarantineSchema.parse(input);
  const total = { replayed: 0, accepted: 0, duplicates: 0, rejected: 0 };
  let after = '';
  for (;;) {
    const events = await replayableEvents(ctx, { ids, code, after, limit: EVENTS_A_ROUND });
    const last = events.at(-1);
    if (last === undefined) return total;
    after = last.quarantine_id;
    const answer = await logQueries(
      ctx,
      { queries: events.map(asSent) },
      {
        replayed: events.map(notesOf),
      },
    );
    const taken = events.filter((_, i) => answer.ids[i] !== null);
    await markReplayed(ctx, taken);
    total.replayed += events.length;
    total.accepted += answer.accepted;
    total.duplicates += answer.duplicates;
    total.rejected += answer.rejected.length;
  }
}

function asSent(event: ReplayableEvent): unknown {
  const body: unknown = JSON.parse(event.body);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body;
  const { startedAt } = body as { startedAt?: unknown };
  return startedAt == null ? { ...body, startedAt: event.received_at } : body;
}

function notesOf({ marks, cut_lengths }: ReplayableEvent): EventNotes {
  return { marks: new Set(marks), cutLengths: new Map(Object.entries(cut_lengths)) };
}

async function markReplayed(ctx: Context, events: readonly ReplayableEvent[]): Promise<void> {
  const now = ctx.now().getTime();
  const quarantine = events.map(
    (event): QuarantineRow => ({
      ...event,
      project_id: ctx.project.id,
      body_complete: true,
      replayed_at: now,
      version: Math.max(now, event.received_at + 1),
    }),
  );
  await ingestState(ctx.stores).groupCommit.submit(newSubmission(ctx.project.id, { quarantine }));
}
