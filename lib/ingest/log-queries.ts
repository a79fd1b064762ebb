import { setImmediate } from 'node:timers/promises';
import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { type AnswerRules, answerRules } from '#lib/quality/answer-rules.ts';
import { counted } from './counted.ts';
import { type EventNotes, newNotes } from './event-notes.ts';
import { EventRejection } from './event-rejection.ts';
import { ingestState } from './ingest-state.ts';
import { type PreparedEvent, preparedEvent } from './prepared-event.ts';
import { quarantineRow, rejectedId } from './quarantine-row.ts';
import type { IngestAnswer, RejectedEvent } from './schema.ts';
import { type EventOutcome, newSubmission, type QuarantineRow } from './submission.ts';
import { wireList } from './wire-list.ts';

/** A large batch is prepared in turns, so that neither a running commit nor anybody's page waits for all of it. */
const EVENTS_A_TURN = 20;
const CONFLICT = {
  code: 'conflict',
  path: 'id',
  message: 'is known with other content, which stays',
};

/**
 * Stores one query or `{"queries": [...]}` (parsed JSON, changed in place) and returns once it is on disk. An event
 * that cannot be stored is reported and quarantined without touching its neighbours; sent alone, one that
 * is nested too deeply is `invalid` as a whole. A duplicate with other content is quarantined too.
 *
 * `replayed` says of events that come from quarantine, which keeps them already, what was noted of each before.
 */
export async function logQueries(
  ctx: Context,
  payload: unknown,
  { replayed }: { replayed?: readonly EventNotes[] } = {},
): Promise<IngestAnswer> {
  requirePermission(ctx, 'queries:write');
  const { items, isBatch } = wireList(payload, 'queries');
  const rules = await answerRules(ctx.stores.controlPlane, ctx.project.id);
  const batch = await prepareBatch(ctx, items, rules, replayed);
  const [first] = batch.rejected;
  const rejected = batch.rejected.map(({ code }) => code);
  // What comes from quarantine was counted when it was sent.
  const sent = replayed === undefined ? items.length : 0;
  return counted(ctx, 'query', { sent, rejected }, async () => {
    if (!isBatch && first?.code === 'too_deep')
      throw new AppError('invalid', `${first.path} ${first.message}`, { path: first.path });
    const outcomes = await store(ctx, batch, replayed !== undefined);
    const accepted = outcomes.filter((outcome) => outcome === 'accepted').length;
    const duplicates = outcomes.length - accepted;
    const conflicting = outcomes.filter((outcome) => outcome === 'conflicting').length;
    const answer = { accepted, duplicates, ids: batch.ids, rejected: batch.rejected };
    return { answer, accepted, duplicates, conflicting };
  });
}

async function store(ctx: Context, batch: Batch, isReplay: boolean): Promise<EventOutcome[]> {
  const { groupCommit } = ingestState(ctx.stores);
  const outcomes = await groupCommit.submit(
    newSubmission(ctx.project.id, {
      events: batch.taken.map(({ event }) => event),
      quarantine: isReplay ? [] : batch.quarantine,
    }),
  );
  const conflicts = conflictRows(ctx, batch, outcomes);
  if (conflicts.length > 0)
    await groupCommit.submit(newSubmission(ctx.project.id, { quarantine: conflicts }));
  return outcomes;
}

interface TakenEvent {
  event: PreparedEvent;
  raw: unknown;
  notes: EventNotes;
}

interface Batch {
  receivedMs: number;
  taken: TakenEvent[];
  ids: (string | null)[];
  rejected: RejectedEvent[];
  quarantine: QuarantineRow[];
}

async function prepareBatch(
  ctx: Context,
  items: readonly unknown[],
  rules: AnswerRules,
  replayed: readonly EventNotes[] | undefined,
): Promise<Batch> {
  const { id: projectId, samplingSecret } = ctx.project;
  const receivedMs = ctx.now().getTime();
  const batch: Batch = { receivedMs, taken: [], ids: [], rejected: [], quarantine: [] };
  for (const [index, raw] of items.entries()) {
    if (index > 0 && index % EVENTS_A_TURN === 0) await setImmediate();
    const notes = replayed?.[index] ?? newNotes();
    try {
      const arrival = { projectId, samplingSecret, origin: 'live' as const, receivedMs, rules };
      const event = preparedEvent(raw, arrival, notes);
      batch.taken.push({ event, raw, notes });
      batch.ids.push(event.row.query_id);
    } catch (error) {
      if (!(error instanceof EventRejection)) throw error;
      const { code, path, message } = error;
      const id = rejectedId(raw);
      batch.ids.push(null);
      batch.rejected.push({ index, id, code, path, message });
      batch.quarantine.push(quarantineRow(error, { raw, id, projectId, receivedMs, notes }));
    }
  }
  return batch;
}

/** What would be lost without a trace: the sender is only told of a duplicate. */
function conflictRows(ctx: Context, batch: Batch, outcomes: readonly EventOutcome[]): QuarantineRow[] {
  return batch.taken
    .filter((_, i) => outcomes[i] === 'conflicting')
    .map(({ event, raw, notes }) =>
      quarantineRow(CONFLICT, {
        raw,
        notes,
        id: event.row.query_id,
        projectId: ctx.project.id,
        receivedMs: batch.receivedMs,
      }),
    );
}
