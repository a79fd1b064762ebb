import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { type FormatRule, formatRuleView } from '../format-schema.ts';

/** The rules in force, by name. */
export async function listFormatRules(ctx: Context): Promise<FormatRule[]> {
  requirePermission(ctx, 'quality:read');
  const rows = await ctx.stores.controlPlane.prisma.formatRule.findMany({
    where: { projectId: ctx.project.id, active: true },
    orderBy: { name: 'asc' },
  });
  return rows.map(formatRuleView);
}
