import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { ApiKeyView } from './api-key-schema.ts';
import { requirePermission } from './permissions.ts';
import { apiKeyView } from './queries/api-keys.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/** Revokes a key for good; every process refuses it within five seconds. Safe to repeat. Throws `not_found`. */
export async function revokeApiKey(ctx: Context, input: { id: string }): Promise<ApiKeyView> {
  requirePermission(ctx, 'keys:manage');
  const at = ctx.now();
  const projectId = ctx.project.id;
  return ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { id: input.id, projectId, revokedAt: null },
      data: { revokedAt: at },
    });
    const row = await tx.apiKey.findFirst({ where: { id: input.id, projectId } });
    if (row === null) throw notFound('The key');
    if (count > 0)
      await recordAuditEvent(tx, {
        action: 'key_revoked',
        at,
        actor: ctx.actor,
        projectId,
        subject: row.name,
        detail: { keyId: row.id, prefix: row.prefix },
      });
    return apiKeyView(row, at);
  });
}
