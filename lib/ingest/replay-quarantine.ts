import { z } from 'zod';
import { requirePermission } from '#lib/auth/permissions.ts';
import { recordAuditEvent } from '#lib/auth/record-audit-event.ts';
import type { Context } from '#lib/platform/context.ts';
import type { EventNotes } from './event-notes.ts';
import { ingestState } from './ingest-state.ts';
import { logQueries } from './log-queries.ts';
import { type ReplayableEvent, replayableEvents } from './queries/replayable-events.ts';
import { requireOpenProject } from './require-open-project.ts';
import type { IngestAnswer } from './schema.ts';
import { storeScores } from './store-scores.ts';
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
 * them then. Those that are taken this time are marked as replayed; the others stay as they are.
 */
export async function replayQuarantine(
  ctx: Context,
  input: z.input<typeof replayQuarantineSchema>,
): Promise<z.output<typeof replayAnswerSchema>> {
  requirePermission(ctx, 'quarantine:replay');
  const wanted = replayQuarantineSchema.parse(input);
  requireOpenProject(ctx.project);
  const total = { replayed: 0, accepted: 0, duplicates: 0, rejected: 0 };
  try {
    for (const [unit, takeIn] of Object.entries(DOORS))
      await replayUnit(ctx, { unit, ...wanted }, takeIn, total);
  } finally {
    if (total.replayed > 0) await recordReplay(ctx, wanted.code, total);
  }
  return total;
}

async function recordReplay(
  ctx: Context,
  code: string | undefined,
  total: z.output<typeof replayAnswerSchema>,
): Promise<void> {
  await recordAuditEvent(ctx.stores.controlPlane.prisma, {
    action: 'quarantine_replayed',
    at: ctx.now(),
    actor: ctx.actor,
    projectId: ctx.project.id,
    ...(code === undefined ? {} : { subject: code }),
    detail: { ...total },
  });
}

type Door = (ctx: Context, events: readonly ReplayableEvent[]) => Promise<IngestAnswer>;

/** How each kind of event goes in again. */
const DOORS: Readonly<Record<string, Door>> = {
  query: (ctx, events) => logQueries(ctx, { queries: events.map(asSent) }, { replayed: events.map(notesOf) }),
  score: (ctx, events) =>
    storeScores(
      ctx,
      events.map(({ body }) => JSON.parse(body)),
      { replayed: events.map((event) => ({ notes: notesOf(event), receivedMs: event.received_at })) },
    ),
};

async function replayUnit(
  ctx: Context,
  wanted: { unit: string; ids?: string[] | undefined; code?: string | undefined },
  takeIn: Door,
  total: z.output<typeof replayAnswerSchema>,
): Promise<void> {
  const { unit, ids, code } = wanted;
  let after = '';
  for (;;) {
    const events = await replayableEvents(ctx, { unit, ids, code, after, limit: EVENTS_A_ROUND });
    const last = events.at(-1);
    if (last === undefined) return;
    after = last.quarantine_id;
    const answer = await takeIn(ctx, events);
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
