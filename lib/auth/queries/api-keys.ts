import type { Context } from '../../platform/context.ts';
import type { ApiKey } from '../../platform/generated/prisma/client.ts';
import type { ApiKeyView } from '../api-key-schema.ts';
import { requirePermission } from '../permissions.ts';

/** The project's keys: those in use first, then the newest. Never a secret or a hash. */
export async function listApiKeys(ctx: Context): Promise<ApiKeyView[]> {
  requirePermission(ctx, 'keys:manage');
  const rows = await ctx.stores.controlPlane.prisma.apiKey.findMany({
    where: { projectId: ctx.project.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const views = rows.map((row) => apiKeyView(row, ctx.now()));
  const isActive = (view: ApiKeyView) => view.status === 'active';
  return [...views.filter(isActive), ...views.filter((view) => !isActive(view))];
}

export function apiKeyView(row: ApiKey, now: Date): ApiKeyView {
  const { id, name, prefix, scopes, eventsPerMinute } = row;
  return {
    id,
    name,
    prefix,
    scopes,
    eventsPerMinute,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    status: statusOf(row, now),
  };
}

function statusOf(
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  now: Date,
): ApiKeyView['status'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
