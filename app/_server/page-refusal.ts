import { PERMISSIONS, type Permission } from '#lib/auth/permissions.ts';

const PREFIX = 'no-permission:';

/** Of an error on the server a page in production gets only the digest, so the missing permission goes there. */
export function refusal(cause: Error, permission: Permission): Error & { digest: string } {
  return Object.assign(new Error(cause.message, { cause }), { digest: `${PREFIX}${permission}` });
}

/** Whom the page is for, as words such as "an owner or admin"; undefined for any other error. */
export function neededRoles(digest: string | undefined): string | undefined {
  const permission = digest?.startsWith(PREFIX) ? digest.slice(PREFIX.length) : '';
  if (!isPermission(permission)) return undefined;
  const roles: readonly string[] = PERMISSIONS[permission].roles;
  const others = roles.slice(0, -1).join(', ');
  return others === '' ? `an ${roles.at(-1)}` : `an ${others} or ${roles.at(-1)}`;
}

function isPermission(name: string): name is Permission {
  return Object.hasOwn(PERMISSIONS, name);
}
