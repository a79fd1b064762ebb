import type { Context, Role, Scope } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';

const VIEWER: readonly Role[] = ['owner', 'admin', 'reviewer', 'viewer'];
const REVIEWER: readonly Role[] = ['owner', 'admin', 'reviewer'];
const ADMIN: readonly Role[] = ['owner', 'admin'];

/** What may be done, by people in which roles and by keys with which scopes (all of them are needed). */
export const PERMISSIONS = {
  'queries:write': { roles: ADMIN, scopes: ['ingest'] },
  'queries:read': { roles: VIEWER, scopes: ['read'] },
  'queries:tag': { roles: REVIEWER, scopes: ['label'] },
  'queries:delete': { roles: ADMIN, scopes: ['ingest', 'read'] },
  'quality:read': { roles: VIEWER, scopes: ['read'] },
  'labels:read': { roles: VIEWER, scopes: ['read'] },
  'labels:write': { roles: REVIEWER, scopes: ['label'] },
  'queues:read': { roles: VIEWER, scopes: ['read'] },
  'queues:manage': { roles: ADMIN, scopes: ['label', 'read'] },
  'quarantine:read': { roles: ADMIN, scopes: ['ingest', 'read'] },
  'quarantine:replay': { roles: ADMIN, scopes: ['ingest'] },
  'exports:manage': { roles: ADMIN, scopes: ['export'] },
} as const satisfies Record<string, { roles: readonly Role[]; scopes: readonly Scope[] }>;

export type Permission = keyof typeof PERMISSIONS;

export function mayDo(actor: Context['actor'], permission: Permission): boolean {
  if (actor.kind === 'system') return true;
  const { roles, scopes } = PERMISSIONS[permission];
  if (actor.kind === 'person') return roles.includes(actor.role);
  return scopes.every((scope) => actor.scopes.includes(scope));
}

/** Throws `forbidden` unless the actor may; the first line of every verb and question. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (mayDo(ctx.actor, permission)) return;
  const needed =
    ctx.actor.kind === 'key'
      ? `This API key lacks the scope ${PERMISSIONS[permission].scopes.join(' and ')}.`
      : `Your role does not allow this; it needs ${PERMISSIONS[permission].roles.join(' or ')}.`;
  throw new AppError('forbidden', needed);
}
