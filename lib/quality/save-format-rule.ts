import { v7 as uuidv7 } from 'uuid';
import { actorName } from '../auth/actor-name.ts';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { forgetAnswerRules } from './answer-rules.ts';
import { formatCheck } from './format-check.ts';
import {
  type FormatRule,
  formatRuleView,
  type SaveFormatRule,
  saveFormatRuleSchema,
} from './format-schema.ts';

/**
 * Saves the next version of a rule; answers that come afterwards are checked by it. Stored results keep the version
 * that gave them. Throws `invalid` for a schema or pattern that is none.
 */
export async function saveFormatRule(ctx: Context, input: SaveFormatRule): Promise<FormatRule> {
  requirePermission(ctx, 'answer-rules:write');
  const { name, promptVersions, definition } = saveFormatRuleSchema.parse(input);
  formatCheck(definition);
  const { actor } = ctx;
  const { controlPlane } = ctx.stores;
  const projectId = ctx.project.id;
  const at = ctx.now();
  const row = await controlPlane.prisma.$transaction(async (tx) => {
    const newest = await tx.formatRule.aggregate({ where: { projectId, name }, _max: { version: true } });
    const version = (newest._max.version ?? 0) + 1;
    await tx.formatRule.updateMany({ where: { projectId, name, active: true }, data: { active: false } });
    const data = { id: uuidv7(), projectId, name, version, kind: definition.kind, promptVersions };
    const saved = await tx.formatRule.create({
      // As JSON, since a schema of a user's may hold anything that JSON does.
      data: {
        ...data,
        definition: JSON.parse(JSON.stringify(definition)),
        createdBy: actorName(ctx),
        createdAt: at,
      },
    });
    const detail = { version, kind: definition.kind, promptVersions };
    await recordAuditEvent(tx, { action: 'format_rule_saved', at, actor, projectId, subject: name, detail });
    return saved;
  });
  forgetAnswerRules(controlPlane, projectId);
  return formatRuleView(row);
}
