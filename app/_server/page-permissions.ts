import type { Access } from '#lib/auth/permissions.ts';

/** What each page asks for, by its path below app without the groups. A page without a row does not compile. */
export const PAGE_PERMISSIONS = {
  '/': 'public',
  '/sign-in': 'public',
  '/claim/[token]': 'public',
  '/invite/[token]': 'public',
  '/set-password/[token]': 'public',
  '/account': 'account',
  '/projects': 'account',
  '/[project]': 'quality:read',
  '/[project]/adjudicate': 'queues:manage',
  '/[project]/adjudicate/[id]': 'queues:manage',
  '/[project]/agreement': 'labels:read',
  '/[project]/answers': 'quality:read',
  '/[project]/compare': 'quality:read',
  '/[project]/data': 'quarantine:read',
  '/[project]/exports': 'exports:manage',
  '/[project]/gaps': 'quality:read',
  '/[project]/ask': 'knowledge:ask',
  '/[project]/knowledge': 'knowledge:read',
  '/[project]/knowledge/[id]': 'knowledge:read',
  '/[project]/knowledge/[id]/documents/[document]': 'knowledge:read',
  '/[project]/golden-sets': 'golden-sets:read',
  '/[project]/golden-sets/[id]': 'golden-sets:read',
  '/[project]/golden-sets/new': 'golden-sets:write',
  '/[project]/overview': 'quality:read',
  '/[project]/queries': 'queries:read',
  '/[project]/queries/[id]': 'queries:read',
  '/[project]/queries/[id]/label': 'labels:write',
  '/[project]/queues': 'queues:read',
  '/[project]/queues/[id]': 'queues:read',
  '/[project]/queues/[id]/label': 'labels:write',
  '/[project]/queues/[id]/settings': 'queues:manage',
  '/[project]/queues/new': 'queues:manage',
  '/[project]/retrieval': 'quality:read',
  '/[project]/retrieval/chunks': 'quality:read',
  '/[project]/retrieval/lexical-gaps': 'quality:read',
  '/[project]/reviewers': 'queues:manage',
  '/[project]/sessions/[id]': 'queries:read',
  '/[project]/settings': 'members:read',
  '/[project]/settings/audit': 'audit:read',
  '/[project]/settings/deployments': 'deployments:write',
  '/[project]/settings/formats': 'answer-rules:write',
  '/[project]/settings/keys': 'keys:manage',
  '/[project]/settings/members': 'members:read',
  '/[project]/settings/prices': 'answer-rules:write',
  '/[project]/settings/providers': 'providers:manage',
  '/[project]/settings/project': 'settings:manage',
  '/[project]/setup': 'queries:read',
} as const satisfies Record<string, Access>;

export type PagePath = keyof typeof PAGE_PERMISSIONS;
export type ProjectPagePath = Extract<PagePath, `/[project]${string}`>;
export type AccountPagePath = {
  [P in PagePath]: (typeof PAGE_PERMISSIONS)[P] extends 'account' ? P : never;
}[PagePath];
