import { logger } from '../platform/logger.ts';
import type { Stores } from '../platform/stores.ts';
import { removeFolders } from './remove-folders.ts';

/** Removes the files of exports whose time is over; what was in them, and why, stays in the list. */
export async function expireExports(
  { controlPlane, dataFolder }: Stores,
  now: Date = new Date(),
): Promise<void> {
  try {
    const expired = await controlPlane.prisma.export.findMany({
      where: { status: 'done', expiresAt: { lte: now } },
      select: { id: true },
    });
    for (const { id } of expired) {
      // First nothing points to them any more.
      await controlPlane.prisma.export.updateMany({
        where: { id, status: 'done' },
        data: { status: 'expired', files: [] },
      });
      await removeFolders(dataFolder, id);
    }
  } catch (error) {
    logger.error({ err: error }, 'removing expired exports failed');
  }
}
