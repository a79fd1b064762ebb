import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { isLostRace } from './lost-race.ts';

const ATTEMPTS = 3;

/**
 * Runs `work` in a transaction that changes labels of these reviewers. One at a time for each reviewer: what is
 * current is kept for each of them, so that others need not wait. Should a row be refused all the same, it runs again.
 */
export async function transactLabels<R>(
  ctx: Context,
  personIds: readonly string[],
  work: (tx: Transaction) => Promise<R>,
): Promise<R> {
  const reviewers = [...new Set(personIds)];
  for (let attempt = 1; ; attempt++) {
    try {
      return await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT "id" FROM "Person" WHERE "id" = ANY(${reviewers}::text[]) ORDER BY "id" FOR UPDATE`;
        return work(tx);
      });
    } catch (error) {
      if (attempt === ATTEMPTS || !isLostRace(error)) throw error;
    }
  }
}
