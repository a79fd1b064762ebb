import type { PrismaClient } from './generated/prisma/client.ts';
import { sqlState } from './sql-state.ts';

const ATTEMPTS = 3;
/** Two transactions could not be put in an order, a deadlock was broken, a lock could not be had. */
const CONFLICTS = new Set(['40001', '40P01', '55P03']);

/**
 * Makes interactive transactions that lost against another one run again, up to three times in all. Their work is
 * undone by then, so that what they do outside their `tx` must be harmless twice.
 */
export function retryConflicts(prisma: PrismaClient): PrismaClient {
  const once = prisma.$transaction.bind(prisma) as (work: unknown, options?: unknown) => Promise<unknown>;
  const retried = async (work: unknown, options?: unknown) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await once(work, options);
      } catch (error) {
        const again =
          attempt < ATTEMPTS && typeof work === 'function' && CONFLICTS.has(sqlState(error) ?? '');
        if (!again) throw error;
      }
    }
  };
  return Object.defineProperty(prisma, '$transaction', { value: retried });
}
