import type { Context } from '../platform/context.ts';
import type { KnowledgeIndex } from '../platform/generated/prisma/client.ts';

/** Thrown between two steps once somebody has cancelled the run. */
export class IndexCancelled extends Error {}

type Progress = Partial<
  Pick<KnowledgeIndex, 'stage' | 'documentsDone' | 'documentsTotal' | 'chunksDone' | 'chunksTotal'>
>;

/** Says how far a run is. Throws IndexCancelled where it does not run any more. */
export async function reportProgress(
  ctx: Context,
  id: string,
  progress: Progress,
  embedded = 0,
): Promise<void> {
  const { count } = await ctx.stores.controlPlane.prisma.knowledgeIndex.updateMany({
    where: { id, status: 'running' },
    // Prisma counts no row where there is nothing to set.
    data: {
      status: 'running',
      ...progress,
      ...(embedded > 0 ? { textsEmbedded: { increment: embedded } } : {}),
    },
  });
  if (count === 0) throw new IndexCancelled();
}
