import type { Context } from '../platform/context.ts';
import type { KnowledgeIndex } from '../platform/generated/prisma/client.ts';
import { logger } from '../platform/logger.ts';
import { choicesOf } from './knowledge-base-row.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import { collectionOf } from './retrieve-chunks.ts';

/** So many finished indices of a base stay, for questions to be replayed on. */
export const KEPT_INDICES = 5;

/** Removes the oldest indices of a base, and what only they knew. The current one always stays. */
export async function pruneIndices(
  ctx: Context,
  providers: PipelineProviders,
  baseId: string,
): Promise<void> {
  const { prisma } = ctx.stores.controlPlane;
  const base = await prisma.knowledgeBase.findUnique({ where: { id: baseId } });
  const finished = await prisma.knowledgeIndex.findMany({
    where: {
      baseId,
      status: { in: ['done', 'failed', 'cancelled'] },
      id: { not: base?.currentIndexId ?? '' },
    },
    orderBy: { createdAt: 'desc' },
    skip: KEPT_INDICES - 1,
  });
  for (const index of finished) await dropIndex(ctx, providers, index);
  if (finished.length > 0) await dropOrphans(ctx, baseId);
}

/** Removes an index and its vectors. */
export async function dropIndex(
  ctx: Context,
  providers: PipelineProviders,
  index: KnowledgeIndex,
): Promise<void> {
  await dropVectors(ctx, providers, index);
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    await tx.knowledgeIndexDocument.deleteMany({ where: { indexId: index.id } });
    await tx.knowledgeIndex.deleteMany({ where: { id: index.id } });
  });
}

/** Removes the vectors of an index. A store that does not answer keeps them; the log says so. */
export async function dropVectors(
  ctx: Context,
  providers: PipelineProviders,
  index: KnowledgeIndex,
): Promise<void> {
  const { embedding, vectorStore } = choicesOf(index);
  if (embedding === null) return;
  try {
    await (await providers.vectorStore(ctx, vectorStore, collectionOf(index.id))).drop();
  } catch (error) {
    logger.warn({ err: error, collection: collectionOf(index.id) }, 'vectors of a removed index are left');
  }
}

/** Texts that are neither a document nor in an index, with their chunks, and chunks cut as no index has them. */
async function dropOrphans(ctx: Context, baseId: string): Promise<void> {
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const [documents, indices] = [
      await tx.knowledgeDocument.findMany({ where: { baseId }, select: { contentHash: true } }),
      await tx.knowledgeIndex.findMany({ where: { baseId }, select: { id: true, chunkingKey: true } }),
    ];
    const indexed = await tx.knowledgeIndexDocument.findMany({
      where: { indexId: { in: indices.map(({ id }) => id) } },
      select: { contentHash: true },
      distinct: ['contentHash'],
    });
    const kept = [...new Set([...documents, ...indexed].map(({ contentHash }) => contentHash))];
    const keys = [...new Set(indices.map(({ chunkingKey }) => chunkingKey))];
    await tx.knowledgeChunk.deleteMany({
      where: { baseId, OR: [{ contentHash: { notIn: kept } }, { chunkingKey: { notIn: keys } }] },
    });
    await tx.knowledgeText.deleteMany({ where: { baseId, contentHash: { notIn: kept } } });
  });
}
