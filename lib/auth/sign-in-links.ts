import type { Prisma, Transaction } from '../platform/control-plane.ts';
import { randomToken, sameHash, tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';

/** Purpose under which the command line proves that it can read the installation's secret. */
export const SIGN_IN_PROOF = 'command-line';
const LINK_HOURS = 24;

/** Whether the Authorization header shows that the sender reads this installation's data folder. */
export function isCommandLine(stores: Stores, headers: Headers, purpose: string): boolean {
  const proof = headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
  return sameHash(proof, tokenHash(stores.serverSecret, SIGN_IN_PROOF, purpose));
}

/** Makes a single-use token that signs the local owner in, valid for a day. */
export async function createSignInLink(stores: Stores, now: Date): Promise<string> {
  const token = randomToken();
  await stores.controlPlane.prisma.signInLink.create({
    data: {
      hash: tokenHash(stores.serverSecret, 'sign-in', token),
      createdAt: now,
      expiresAt: new Date(now.getTime() + LINK_HOURS * 3600 * 1000),
    },
  });
  return token;
}

/** Uses a token up; false where it was used before, has expired or never was. One statement decides who is first. */
export async function redeemSignInLink(
  tx: Prisma | Transaction,
  stores: Stores,
  token: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.signInLink.updateMany({
    where: usable(stores, token, now),
    data: { usedAt: now },
  });
  return count === 1;
}

/** Whether a token could still be redeemed; uses nothing up. */
export async function isSignInLink(stores: Stores, token: string, now: Date): Promise<boolean> {
  const found = await stores.controlPlane.prisma.signInLink.findFirst({ where: usable(stores, token, now) });
  return found !== null;
}

function usable(stores: Stores, token: string, now: Date) {
  return { hash: tokenHash(stores.serverSecret, 'sign-in', token), usedAt: null, expiresAt: { gt: now } };
}
