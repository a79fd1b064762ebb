import type { Transaction } from '../platform/control-plane.ts';

/** Makes transactions take turns that count a project's owners or keys before they change one. */
export async function holdProject(tx: Transaction, projectId: string): Promise<void> {
  await tx.$queryRaw`SELECT "id" FROM "Project" WHERE "id" = ${projectId} FOR UPDATE`;
}
