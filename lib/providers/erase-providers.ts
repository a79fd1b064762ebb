import type { Stores } from '../platform/stores.ts';

/** Erases a project's connections with their keys, and its vectors in the built-in index. Safe to run again. */
export async function eraseProviders({ controlPlane }: Stores, projectId: string): Promise<void> {
  const { prisma } = controlPlane;
  await prisma.providerConnection.deleteMany({ where: { projectId } });
  await prisma.storedVector.deleteMany({ where: { projectId } });
  await prisma.vectorCollection.deleteMany({ where: { projectId } });
}
