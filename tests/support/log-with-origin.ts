import { ingestState } from '#lib/ingest/ingest-state.ts';
import { preparedEvent } from '#lib/ingest/prepared-event.ts';
import { newSubmission } from '#lib/ingest/submission.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Origin } from '#lib/query-log/schema.ts';

/** Stores a query that did not come through the door. */
export async function logWithOrigin(ctx: Context, query: object, origin: Origin): Promise<void> {
  const { id: projectId, samplingSecret } = ctx.project;
  const event = preparedEvent(query, {
    projectId,
    samplingSecret,
    origin,
    receivedMs: ctx.now().getTime(),
  });
  await ingestState(ctx.stores).groupCommit.submit(newSubmission(projectId, { events: [event] }));
}
