import type { Context } from '../platform/context.ts';
import type { KnowledgeIndex } from '../platform/generated/prisma/client.ts';

/** Thrown between two steps once somebody has cancelled the run. */
export class IndexCancelled extends Error {}

type Progress = Partial<
  Pick<KnowledgeIndex, 'stage' | 'documentsDone' | 'documentsTotal' | 'chunksDone' | 'chunksTotal'>
>;

/**
 * Says how far a run is, and how many texts it has just embedded: they count, and are kept, also where somebody has
 * cancelled it meanwhile. Throws IndexCancelled where it does not run any more.
 */
export async function reportProgress(
  ctx: Context,
  id: string,
  progress: Progress,
  embedded = 0,
): Promise<void> {
  const { prisma } = ctx.stores.controlPlane;
  if (embedded > 0)
    await prisma.knowledgeIndex.updateMany({
      where: { id },
      data: { textsEmbedded: { increment: embedded } },
    });
  const { count } = await prisma.knowledgeIndex.updateMany({
    where: { id, status: 'running' },
    data: { status: 'running', ...progress }, // Prisma counts no row where there is nothing to set
  });
  if (count === 0) throw new IndexCancelled();
}
