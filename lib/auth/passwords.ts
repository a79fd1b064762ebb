import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../platform/control-plane.ts';
import type { Stores } from '../platform/stores.ts';
import { authenticationOf } from './authentication.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/** Takes about 130 ms on purpose, so never call it inside a transaction. */
export async function hashPassword(stores: Stores, password: string): Promise<string> {
  const context = await authenticationOf(stores).$context;
  return context.password.hash(password);
}

/** Whether it is the user's password; false for a user who has none. */
export async function isPasswordOf(stores: Stores, userId: string, password: string): Promise<boolean> {
  const account = await stores.controlPlane.prisma.account.findFirst({
    where: { userId, providerId: 'credential' },
  });
  if (account?.password == null) return false;
  const context = await authenticationOf(stores).$context;
  return context.password.verify({ hash: account.password, password });
}

export async function hasPassword(stores: Stores, userId: string): Promise<boolean> {
  const account = await stores.controlPlane.prisma.account.findFirst({
    where: { userId, providerId: 'credential', password: { not: null } },
  });
  return account !== null;
}

/** Makes the hash the user's password, in the form in which better-auth keeps it. */
export async function storePassword(tx: Transaction, userId: string, hash: string): Promise<void> {
  await tx.account.upsert({
    where: { providerId_accountId: { providerId: 'credential', accountId: userId } },
    update: { password: hash },
    create: { id: uuidv7(), providerId: 'credential', accountId: userId, userId, password: hash },
  });
}

export async function recordPasswordSet(
  tx: Transaction,
  user: { id: string; name: string; email: string },
  by: string,
  at: Date,
): Promise<void> {
  await recordAuditEvent(tx, {
    action: 'password_set',
    at,
    actor: { kind: 'account', userId: user.id, name: user.name },
    subject: user.email,
    detail: { by },
  });
}
