import type { Stores } from '../platform/stores.ts';

/** Erases a project's golden sets with their versions and questions. Safe to run again. */
export async function eraseGoldenSets({ controlPlane }: Stores, projectId: string): Promise<void> {
  await controlPlane.prisma.goldenSet.deleteMany({ where: { projectId } });
}
