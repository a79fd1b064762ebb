import { readSettings } from '../platform/env.ts';
import type { Stores } from '../platform/stores.ts';
import { isLocalOnly } from './public-address.ts';

/** The account of whoever runs the installation; the migration makes it. */
export const LOCAL_OWNER = 'local-owner';

const claimed = new WeakSet<Stores>();

/** Whether the local owner's account can be signed in to by other means than the link from the command line. */
export async function hasCredential(stores: Stores): Promise<boolean> {
  if (claimed.has(stores)) return true;
  const account = await stores.controlPlane.prisma.account.findFirst({ where: { userId: LOCAL_OWNER } });
  if (account !== null) claimed.add(stores);
  return account !== null;
}

/**
 * Whether others than this machine may reach the server while nobody has yet made the owner's account. Until then
 * the link from the command line leads to the form that makes it, and no page answers.
 */
export async function isUnclaimed(stores: Stores): Promise<boolean> {
  return !isLocalOnly(readSettings()) && !(await hasCredential(stores));
}
