import type { Transaction } from '../platform/control-plane.ts';

/** Until the transaction ends nobody else changes the project's gaps: they are read, matched and written as a whole. */
export async function lockGaps(tx: Transaction, projectId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`gaps ${projectId}`}))`;
}
