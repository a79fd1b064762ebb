import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { counted } from './counted.ts';
import { EventRejection } from './event-rejection.ts';
import { ingestState } from './ingest-state.ts';
import { preparedEvent } from './prepared-event.ts';
import { requireOpenProject } from './require-open-project.ts';
import type { WireQuery } from './schema.ts';
import { newSubmission } from './submission.ts';

/** Origins of queries that this installation asked by itself; no sender can claim them. */
export type OwnOrigin = 'ask' | 'replay' | 'experiment';

/**
 * Stores one query that was asked here, as it would one that came through the door, and returns its id once it is on
 * disk. Throws `forbidden` for an archived project and `invalid` where the query cannot be stored.
 */
export async function logOwnQuery(
  ctx: Context,
  query: Partial<WireQuery>,
  origin: OwnOrigin,
): Promise<{ id: string }> {
  requirePermission(ctx, 'knowledge:ask');
  requireOpenProject(ctx.project);
  const { id: projectId, samplingSecret } = ctx.project;
  return counted(ctx, 'query', { sent: 1 }, async () => {
    const event = prepared(query, { projectId, samplingSecret, origin, receivedMs: ctx.now().getTime() });
    const [outcome] = await ingestState(ctx.stores).groupCommit.submit(
      newSubmission(projectId, { events: [event] }),
    );
    const accepted = outcome === 'accepted' ? 1 : 0;
    const conflicting = outcome === 'conflicting' ? 1 : 0;
    return { answer: { id: event.row.query_id }, accepted, duplicates: 1 - accepted, conflicting };
  });
}

function prepared(query: Partial<WireQuery>, arrival: Parameters<typeof preparedEvent>[1]) {
  try {
    // Cleaning changes what it is given.
    return preparedEvent(structuredClone(query), arrival);
  } catch (error) {
    if (!(error instanceof EventRejection)) throw error;
    throw new AppError('invalid', `${error.path} ${error.message}`.trim(), { path: error.path });
  }
}
