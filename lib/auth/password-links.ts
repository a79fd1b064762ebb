import type { Context } from '../platform/context.ts';
import type { Prisma, Transaction } from '../platform/control-plane.ts';
import { randomToken, tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';
import { linkTokenSchema } from './schema.ts';

const VALID_MS = 24 * 3600 * 1000;

/** Adds a single-use link that sets the user's password, and makes the user's other open ones worthless. */
export async function addPasswordLink(
  tx: Transaction,
  stores: Stores,
  userId: string,
  now: Date,
): Promise<{ path: string; expiresAt: string }> {
  const token = randomToken();
  const expiresAt = new Date(now.getTime() + VALID_MS);
  await voidPasswordLinks(tx, userId, now);
  await tx.passwordLink.create({
    data: { hash: passwordLinkHash(stores, token), userId, createdAt: now, expiresAt },
  });
  return { path: `/set-password/${token}`, expiresAt: expiresAt.toISOString() };
}

/**
 * Whoever was entitled to make a link for a user may no longer be once the user's rights have grown, so every
 * change of a role or membership takes the open links away.
 */
export async function voidPasswordLinks(tx: Transaction | Prisma, userId: string, now: Date): Promise<void> {
  await tx.passwordLink.updateMany({ where: { userId, usedAt: null }, data: { usedAt: now } });
}

/** Whose password the link sets; undefined where it is unknown, used or expired. */
export async function findPasswordLink(
  stores: Stores,
  token: string,
  now: Date,
): Promise<{ userId: string; email: string; name: string } | undefined> {
  if (!linkTokenSchema.safeParse(token).success) return undefined;
  const link = await stores.controlPlane.prisma.passwordLink.findUnique({
    where: { hash: passwordLinkHash(stores, token) },
    include: { user: true },
  });
  if (link === null || link.usedAt !== null || link.expiresAt <= now) return undefined;
  return { userId: link.userId, email: link.user.email, name: link.user.name };
}

export function passwordLinkHash(stores: Stores, token: string): string {
  return tokenHash(stores.serverSecret, 'password-link', token);
}

/**
 * Whether the actor may set this user's password, which is to be that user everywhere. So in every project of the
 * user the actor must be its owner, or its admin where the user is only reviewer or viewer; and nobody may for
 * whoever runs the installation. Without this an admin of one project could become the owner of another.
 */
export async function maySetPasswordOf(tx: Transaction, ctx: Context, userId: string): Promise<boolean> {
  const user = await tx.user.findUnique({ where: { id: userId } });
  if (user === null || user.isLocalOwner || ctx.actor.kind !== 'person') return false;
  const maker = await tx.person.findUnique({
    where: { id: ctx.actor.personId },
    include: { user: true },
  });
  if (maker?.user === null || maker === null) return false;
  if (maker.user.isLocalOwner) return true;
  const makerId = maker.user.id;
  const theirs = await tx.person.findMany({ where: { userId, removedAt: null, role: { not: null } } });
  const own = await tx.person.findMany({ where: { userId: makerId, removedAt: null } });
  const roleOfMaker = new Map(own.map((person) => [person.projectId, person.role]));
  return theirs.every(({ projectId, role }) => {
    const rank = roleOfMaker.get(projectId);
    return rank === 'owner' || (rank === 'admin' && (role === 'reviewer' || role === 'viewer'));
  });
}
