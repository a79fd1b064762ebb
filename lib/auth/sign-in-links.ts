import { randomToken, tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';

/** Purpose under which the command line proves that it can read the installation's secret. */
export const SIGN_IN_PROOF = 'command-line';
const LINK_HOURS = 24;
const SESSION_DAYS = 30;
const DAY_MS = 24 * 3600 * 1000;

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

/** Trades an unused token for a session secret, or returns undefined. One statement decides who was first. */
export async function redeemSignInLink(
  stores: Stores,
  token: string,
  now: Date,
): Promise<string | undefined> {
  const { prisma } = stores.controlPlane;
  const { count } = await prisma.signInLink.updateMany({
    where: { hash: tokenHash(stores.serverSecret, 'sign-in', token), usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  if (count === 0) return undefined;
  const secret = randomToken();
  await prisma.session.create({
    data: {
      hash: tokenHash(stores.serverSecret, 'session', secret),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + SESSION_DAYS * DAY_MS),
    },
  });
  return secret;
}
