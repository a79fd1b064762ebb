import { AppError } from '../platform/errors.ts';
import type { Stores } from '../platform/stores.ts';
import { hasCredential, LOCAL_OWNER } from './local-owner.ts';
import { hashPassword, storePassword } from './passwords.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { renamePersons } from './rename-account.ts';
import { claimLocalOwnerSchema } from './schema.ts';
import { endSessionsOf, type SignedInUser } from './sessions.ts';
import { redeemSignInLink } from './sign-in-links.ts';

/**
 * Gives the local owner a name, an address and a password. Proven by an unused sign-in link or by the local owner's
 * session; refused once there is a credential. Other sessions end.
 */
export async function claimLocalOwner(
  stores: Stores,
  proof: { linkToken: string } | { user: SignedInUser },
  input: unknown,
  now: Date,
): Promise<{ status: 'claimed' } | { status: 'refused'; message: string }> {
  const { name, email, password } = claimLocalOwnerSchema.parse(input);
  if ('user' in proof && proof.user.id !== LOCAL_OWNER)
    throw new AppError('forbidden', 'Only the local owner can do this.');
  if (await hasCredential(stores)) return refused('The owner has an account already. Sign in with it.');
  const hash = await hashPassword(stores, password);
  return stores.controlPlane.prisma.$transaction(async (tx) => {
    const account = await tx.account.findFirst({ where: { userId: LOCAL_OWNER } });
    if (account !== null) return refused('The owner has an account already. Sign in with it.');
    const other = await tx.user.findUnique({ where: { email } });
    if (other !== null && other.id !== LOCAL_OWNER)
      return refused('Another account has this e-mail address.');
    if ('linkToken' in proof && !(await redeemSignInLink(tx, stores, proof.linkToken, now)))
      return refused('This link was used or has expired. Make a new one with: npm run sign-in');
    await tx.user.update({ where: { id: LOCAL_OWNER }, data: { name, email } });
    await renamePersons(tx, LOCAL_OWNER, name);
    await storePassword(tx, LOCAL_OWNER, hash);
    await endSessionsOf(
      tx,
      LOCAL_OWNER,
      now,
      'user' in proof ? { exceptSessionId: proof.user.sessionId } : {},
    );
    await recordAuditEvent(tx, {
      action: 'account_created',
      at: now,
      actor: { kind: 'account', userId: LOCAL_OWNER, name },
      subject: email,
      detail: { by: 'linkToken' in proof ? 'sign-in link' : 'local owner' },
    });
    return { status: 'claimed' };
  });
}

function refused(message: string): { status: 'refused'; message: string } {
  return { status: 'refused', message };
}
