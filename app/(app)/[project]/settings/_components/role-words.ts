import type { Role } from '#lib/platform/context.ts';

export const ROLES: { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'reviewer', label: 'Reviewer' },
  { value: 'admin', label: 'Admin' },
  { value: 'owner', label: 'Owner' },
];

/** What a role may do, in one line under a choice. */
export const ROLE_WORDS: Record<Role, string> = {
  viewer: 'reads the pages',
  reviewer: 'reads the pages and labels',
  admin: 'also makes queues, exports and keys, and deletes queries',
  owner: 'also manages members and may delete the project',
};
