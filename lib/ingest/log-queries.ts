import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import type { Origin } from '#lib/query-log/schema.ts';
import { EventRejection } from './event-rejection.ts';
import { ingestState } from './ingest-state.ts';
import { type PreparedEvent, preparedEvent } from './prepared-event.ts';
import { quarantineRow, rejectedId } from './quarantine-row.ts';
import type { IngestAnswer, RejectedEvent } from './schema.ts';
import { newSubmission, type QuarantineRow } from './submission.ts';
import { wireList } from './wire-list.ts';

/**
 * Stores one query or `{"queries": [...]}` (parsed JSON, changed in place) and returns once it is on disk. An event
 * that cannot be stored is reported and quarantined without touching its neighbours; sent alone, one that
 * is nested too deeply is `invalid` as a whole.
 */
export async function logQueries(
  ctx: Context,
  payload: unknown,
  options: { origin?: Origin; keepRejected?: boolean } = {},
): Promise<IngestAnswer> {
  requirePermission(ctx, 'queries:write');
  const { items, isBatch } = wireList(payload, 'queries');
  const batch = prepareBatch(ctx, items, options.origin ?? 'live');
  const [first] = batch.rejected;
  if (!isBatch && first?.code === 'too_deep')
    throw new AppError('invalid', `${first.path} ${first.message}`, { path: first.path });

  const { groupCommit, counters } = ingestState(ctx.stores);
  const quarantine = options.keepRejected === false ? [] : batch.quarantine;
  const outcomes = await groupCommit.submit(
    newSubmission(ctx.project.id, { events: batch.events, quarantine }),
  );
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  const accepted = count('accepted');
  const duplicates = outcomes.length - accepted;
  counters.accepted += accepted;
  counters.duplicates += duplicates;
  counters.conflicting += count('conflicting');
  for (const { code } of batch.rejected) counters.rejected[code] = (counters.rejected[code] ?? 0) + 1;
  return { accepted, duplicates, ids: batch.ids, rejected: batch.rejected };
}

interface Batch {
  events: PreparedEvent[];
  ids: (string | null)[];
  rejected: RejectedEvent[];
  quarantine: QuarantineRow[];
}

function prepareBatch(ctx: Context, items: readonly unknown[], origin: Origin): Batch {
  const batch: Batch = { events: [], ids: [], rejected: [], quarantine: [] };
  const { id: projectId, samplingSecret } = ctx.project;
  const receivedMs = ctx.now().getTime();
  items.forEach((raw, index) => {
    try {
      const event = preparedEvent(raw, { projectId, samplingSecret, origin, receivedMs });
      batch.events.push(event);
      batch.ids.push(event.row.query_id);
    } catch (error) {
      if (!(error instanceof EventRejection)) throw error;
      const { code, path, message } = error;
      const id = rejectedId(raw);
      batch.ids.push(null);
      batch.rejected.push({ index, id, code, path, message });
      batch.quarantine.push(quarantineRow(error, { raw, id, projectId, receivedMs }));
    }
  });
  return batch;
}
