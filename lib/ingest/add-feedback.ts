import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { storableText } from './cleaned-text.ts';
import { ingestState } from './ingest-state.ts';
import { feedbackSchema, LIMITS } from './schema.ts';
import { newSubmission } from './submission.ts';

/**
 * Stores what an end user said of a query, which may come later than this does. The last word of each user counts;
 * users without an id are one.
 */
export async function addFeedback(
  ctx: Context,
  input: { queryId: string; feedback: unknown },
): Promise<{ id: string }> {
  requirePermission(ctx, 'queries:write');
  const { score, comment, userId } = feedbackSchema.parse(input.feedback);
  if (input.queryId === '' || input.queryId.length > LIMITS.idLength)
    throw new AppError('invalid', `id: must have 1 to ${LIMITS.idLength} characters.`, { path: 'id' });
  const id = storableText(input.queryId);
  const row = {
    project_id: ctx.project.id,
    query_id: id,
    user_id: storableText(userId ?? ''),
    score,
    comment: storableText(comment ?? ''),
    version: ctx.now().getTime(),
  };
  const { groupCommit, counters } = ingestState(ctx.stores);
  await groupCommit.submit(newSubmission(ctx.project.id, { feedback: [row] }));
  counters.feedback += 1;
  return { id };
}
