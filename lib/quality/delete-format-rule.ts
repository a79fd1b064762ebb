import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { forgetAnswerRules } from './answer-rules.ts';

/** Takes a rule out of force. Its versions stay, since stored results name them. Throws `not_found`. */
export async function deleteFormatRule(ctx: Context, { id }: { id: string }): Promise<{ id: string }> {
  requirePermission(ctx, 'answer-rules:write');
  const { actor } = ctx;
  const { controlPlane } = ctx.stores;
  const projectId = ctx.project.id;
  await controlPlane.prisma.$transaction(async (tx) => {
    const rule = await tx.formatRule.findFirst({ where: { id, projectId, active: true } });
    if (rule === null) throw notFound('The format rule');
    await tx.formatRule.updateMany({ where: { id, projectId }, data: { active: false } });
    const { name, version } = rule;
    const entry = { at: ctx.now(), actor, projectId, subject: name, detail: { version } };
    await recordAuditEvent(tx, { action: 'format_rule_deleted', ...entry });
  });
  forgetAnswerRules(controlPlane, projectId);
  return { id };
}
