import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';

/**
 * Adds a version of a queue's own guidelines; labels given under an earlier one remember it. Internal to the
 * domain. A writer at the same moment makes it throw P2002.
 */
export async function writeGuidelines(
  tx: Transaction,
  ctx: Context,
  queueId: string,
  text: string,
): Promise<void> {
  const projectId = ctx.project.id;
  const newest = await tx.guideline.aggregate({ where: { projectId }, _max: { version: true } });
  const version = (newest._max.version ?? 0) + 1;
  await tx.guideline.create({
    data: { id: uuidv7(), projectId, queueId, version, text, createdAt: ctx.now() },
  });
}
