import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';
import { storableText } from './cleaned-text.ts';
import { counted } from './counted.ts';
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
  const row = feedbackRow(ctx, input);
  return counted(ctx, 'feedback', { sent: 1 }, async () => {
    await ingestState(ctx.stores).groupCommit.submit(newSubmission(ctx.project.id, { feedback: [row] }));
    return { answer: { id: row.query_id }, accepted: 1, duplicates: 0 };
  });
}

/** Throws `invalid`, and counts it. */
function feedbackRow(ctx: Context, input: { queryId: string; feedback: unknown }) {
  const parsed = feedbackSchema.safeParse(input.feedback);
  const isId = input.queryId !== '' && input.queryId.length <= LIMITS.idLength;
  if (!parsed.success || !isId) {
    const { counters } = ingestState(ctx.stores);
    const outcomes = { sent: 1, accepted: 0, duplicates: 0, rejected: ['invalid'] };
    counters.count(ctx.project.id, 'feedback', outcomes, ctx.now().getTime());
  }
  if (!parsed.success) throw parsed.error;
  if (!isId)
    throw new AppError('invalid', `id: must have 1 to ${LIMITS.idLength} characters.`, { path: 'id' });
  const { score, comment, userId } = parsed.data;
  return {
    project_id: ctx.project.id,
    query_id: storableText(input.queryId),
    user_id: storableText(userId ?? ''),
    score,
    comment: storableText(comment ?? ''),
    version: ctx.now().getTime(),
  };
}
