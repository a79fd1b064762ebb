import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { forgetAnswerRules } from './answer-rules.ts';

/** Deletes a price of the project's own. Costs that were estimated with it stay. Throws `not_found`. */
export async function deletePrice(ctx: Context, { id }: { id: string }): Promise<{ id: string }> {
  requirePermission(ctx, 'answer-rules:write');
  const { actor } = ctx;
  const { controlPlane } = ctx.stores;
  const projectId = ctx.project.id;
  await controlPlane.prisma.$transaction(async (tx) => {
    const price = await tx.modelPrice.findFirst({ where: { id, projectId } });
    if (price === null) throw notFound('The price');
    await tx.modelPrice.deleteMany({ where: { id, projectId } });
    const entry = { at: ctx.now(), actor, projectId, subject: price.pattern };
    await recordAuditEvent(tx, { action: 'price_deleted', ...entry });
  });
  forgetAnswerRules(controlPlane, projectId);
  return { id };
}
