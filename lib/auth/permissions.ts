import type { Context, Role, Scope } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';

const VIEWER: readonly Role[] = ['owner', 'admin', 'reviewer', 'viewer'];
const REVIEWER: readonly Role[] = ['owner', 'admin', 'reviewer'];
const ADMIN: readonly Role[] = ['owner', 'admin'];
const OWNER: readonly Role[] = ['owner'];

/**
 * What may be done, by people in which roles and by keys with which scopes: all of them are needed, and `never`
 * means that no key may.
 */
export const PERMISSIONS = {
  'queries:write': { roles: ADMIN, scopes: ['ingest'] },
  'queries:read': { roles: VIEWER, scopes: ['read'] },
  'queries:tag': { roles: REVIEWER, scopes: ['label'] },
  'queries:delete': { roles: ADMIN, scopes: ['ingest', 'read'] },
  'quality:read': { roles: VIEWER, scopes: ['read'] },
  'gaps:assign': { roles: REVIEWER, scopes: ['label'] },
  'answer-rules:write': { roles: ADMIN, scopes: ['ingest', 'read'] },
  'deployments:write': { roles: ADMIN, scopes: ['ingest'] },
  'saved-views:write': { roles: REVIEWER, scopes: 'never' },
  'labels:read': { roles: VIEWER, scopes: ['read'] },
  'labels:write': { roles: REVIEWER, scopes: ['label'] },
  'queues:read': { roles: VIEWER, scopes: ['read'] },
  'queues:manage': { roles: ADMIN, scopes: ['label', 'read'] },
  'quarantine:read': { roles: ADMIN, scopes: ['ingest', 'read'] },
  'quarantine:replay': { roles: ADMIN, scopes: ['ingest'] },
  'knowledge:read': { roles: VIEWER, scopes: ['read'] },
  'knowledge:manage': { roles: ADMIN, scopes: ['ingest', 'read'] },
  'knowledge:ask': { roles: REVIEWER, scopes: ['ingest', 'read'] },
  'golden-sets:read': { roles: VIEWER, scopes: ['read'] },
  'golden-sets:write': { roles: ADMIN, scopes: ['label', 'read'] },
  'exports:manage': { roles: ADMIN, scopes: ['export'] },
  'members:read': { roles: VIEWER, scopes: 'never' },
  'members:manage': { roles: OWNER, scopes: 'never' },
  'password-links:make': { roles: ADMIN, scopes: 'never' },
  'keys:manage': { roles: ADMIN, scopes: 'never' },
  'providers:manage': { roles: ADMIN, scopes: 'never' },
  'settings:manage': { roles: ADMIN, scopes: 'never' },
  'audit:read': { roles: ADMIN, scopes: 'never' },
  'project:archive': { roles: OWNER, scopes: 'never' },
  'project:delete': { roles: OWNER, scopes: 'never' },
} as const satisfies Record<string, { roles: readonly Role[]; scopes: readonly Scope[] | 'never' }>;

export type Permission = keyof typeof PERMISSIONS;

/** What a page or route asks for: a permission in a project, being signed in (`account`), or nothing (`public`). */
export type Access = Permission | 'account' | 'public';

export function mayDo(actor: Context['actor'], permission: Permission): boolean {
  if (actor.kind === 'system') return true;
  const { roles, scopes } = PERMISSIONS[permission];
  if (actor.kind === 'person') return roles.includes(actor.role);
  return scopes !== 'never' && scopes.every((scope) => actor.scopes.includes(scope));
}

/** Throws `forbidden` unless the actor may; the first line of every verb and question. */
export function requirePermission(ctx: Context, permission: Permission): void {
  if (mayDo(ctx.actor, permission)) return;
  throw new AppError('forbidden', whatIsNeeded(ctx.actor, permission));
}

function whatIsNeeded(actor: Context['actor'], permission: Permission): string {
  const { roles, scopes } = PERMISSIONS[permission];
  if (actor.kind !== 'key') return `Your role does not allow this; it needs ${roles.join(' or ')}.`;
  if (scopes === 'never') return 'This is for people who are signed in, not for API keys.';
  return `This API key lacks the scope ${scopes.join(' and ')}.`;
}
