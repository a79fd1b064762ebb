import type { Stores } from '../platform/stores.ts';
import { hasCredential, LOCAL_OWNER } from './local-owner.ts';
import { hashPassword, hasPassword, isPasswordOf, recordPasswordSet, storePassword } from './passwords.ts';
import { changePasswordSchema } from './schema.ts';
import { endSessionsOf, type SignedInUser } from './sessions.ts';
import { type SignInThrottle, signInThrottle } from './sign-in-throttle.ts';

/** Changes the user's own password; who has one must give it. Every other session of the user ends. */
export async function changePassword(
  stores: Stores,
  user: SignedInUser,
  input: unknown,
  request: { now: Date; address: string },
  throttle: SignInThrottle = signInThrottle(),
): Promise<{ status: 'changed' } | { status: 'refused'; message: string }> {
  const { currentPassword, password } = changePasswordSchema.parse(input);
  if (await hasPassword(stores, user.id)) {
    await throttle.countTry(request.address, user.email);
    if (!(await isPasswordOf(stores, user.id, currentPassword ?? '')))
      return { status: 'refused', message: 'The current password is wrong.' };
    await throttle.forgiveTry(request.address, user.email);
  } else if (user.id === LOCAL_OWNER && !(await hasCredential(stores))) {
    return { status: 'refused', message: 'Set an e-mail address together with the password.' };
  }
  const hash = await hashPassword(stores, password);
  await stores.controlPlane.prisma.$transaction(async (tx) => {
    await storePassword(tx, user.id, hash);
    await endSessionsOf(tx, user.id, request.now, { exceptSessionId: user.sessionId });
    await recordPasswordSet(tx, user, 'account page', request.now);
  });
  return { status: 'changed' };
}
