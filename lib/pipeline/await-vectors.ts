import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../platform/errors.ts';
import type { VectorStore } from '../providers/vector-store.ts';

const LOOK_EVERY_MS = 500;
const LONGEST_MS = 120_000;

/**
 * Waits until the store counts all vectors of an index. Pinecone finds new ones only after seconds, and thresholds
 * measured before that would be those of a part. `onWait` may throw to stop. Throws `unavailable` after two minutes.
 */
export async function awaitVectors(
  store: VectorStore,
  wanted: number,
  onWait: () => Promise<void>,
): Promise<void> {
  const deadline = Date.now() + LONGEST_MS;
  for (;;) {
    const count = await store.count();
    if (count >= wanted) return;
    if (Date.now() > deadline)
      throw new AppError(
        'unavailable',
        `The vector store counts ${count} of ${wanted} vectors ${LONGEST_MS / 60_000} minutes after they were stored. Index again: nothing is embedded twice.`,
      );
    await onWait();
    await wait(LOOK_EVERY_MS);
  }
}
