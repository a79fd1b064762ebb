import type { Stores } from '../platform/stores.ts';
import { passwordLinkHash } from './password-links.ts';
import { hashPassword, recordPasswordSet, storePassword } from './passwords.ts';
import { linkTokenSchema, setPasswordSchema } from './schema.ts';
import { endSessionsOf } from './sessions.ts';

/** Sets the password of whoever the single-use link was made for, and ends all their sessions. */
export async function setPassword(
  stores: Stores,
  token: string,
  input: unknown,
  now: Date,
): Promise<{ status: 'set'; email: string } | { status: 'gone' }> {
  const { password } = setPasswordSchema.parse(input);
  if (!linkTokenSchema.safeParse(token).success) return { status: 'gone' };
  const hash = await hashPassword(stores, password);
  return stores.controlPlane.prisma.$transaction(async (tx) => {
    const key = passwordLinkHash(stores, token);
    const { count } = await tx.passwordLink.updateMany({
      where: { hash: key, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    });
    if (count === 0) return { status: 'gone' };
    const { user } = await tx.passwordLink.findUniqueOrThrow({
      where: { hash: key },
      include: { user: true },
    });
    await storePassword(tx, user.id, hash);
    await endSessionsOf(tx, user.id, now);
    await recordPasswordSet(tx, user, 'link', now);
    return { status: 'set', email: user.email };
  });
}
