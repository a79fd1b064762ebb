import type { Stores } from '../platform/stores.ts';

/**
 * Erases a project's knowledge bases: runs are cancelled first, so that none writes any more. Safe to run again.
 * Vectors in foreign stores are theirs to erase; the built-in index goes with its own domain.
 */
export async function erasePipeline({ controlPlane }: Stores, projectId: string): Promise<void> {
  const { prisma } = controlPlane;
  const where = { projectId };
  await prisma.knowledgeIndex.updateMany({
    where: { projectId, status: { in: ['queued', 'running'] } },
    data: { status: 'cancelled' },
  });
  await prisma.knowledgeEmbedding.deleteMany({ where });
  await prisma.knowledgeChunk.deleteMany({ where });
  await prisma.knowledgeText.deleteMany({ where });
  await prisma.knowledgeIndexDocument.deleteMany({ where });
  await prisma.knowledgeIndex.deleteMany({ where });
  await prisma.knowledgeDocument.deleteMany({ where });
  await prisma.pipelinePrompt.deleteMany({ where });
  await prisma.knowledgeBase.deleteMany({ where });
}
