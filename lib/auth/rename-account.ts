import type { Transaction } from '../platform/control-plane.ts';
import type { Stores } from '../platform/stores.ts';
import { freeName } from './project-access.ts';
import { renameAccountSchema } from './schema.ts';
import type { SignedInUser } from './sessions.ts';

/** Changes the name of the account, and with it the name that projects show of the user. */
export async function renameAccount(stores: Stores, user: SignedInUser, input: unknown): Promise<void> {
  const { name } = renameAccountSchema.parse(input);
  await stores.controlPlane.prisma.$transaction(async (tx) => {
    await tx.user.update({ where: { id: user.id }, data: { name } });
    await renamePersons(tx, user.id, name);
  });
}

/** Gives the name to the user as a person of every project, with a number where another there has it. */
export async function renamePersons(tx: Transaction, userId: string, name: string): Promise<void> {
  for (const { id, projectId } of await tx.person.findMany({ where: { userId, removedAt: null } })) {
    await tx.person.update({ where: { id }, data: { name: await freeName(tx, projectId, name, id) } });
  }
}
