import type { Context } from '../platform/context.ts';
import type { KnowledgeIndex } from '../platform/generated/prisma/client.ts';
import { chunkedDocument, type Embed } from './chunked-document.ts';
import { embedTexts } from './embed-texts.ts';
import { reportProgress } from './index-progress.ts';
import { modelKeyOf } from './index-version.ts';
import { choicesOf } from './knowledge-base-row.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import type { SourceFormat } from './source-format.ts';
import { indexedText, indexedTextHash, type TextChunk } from './text-chunk.ts';

const REPORT_EVERY = 20;

/** Cuts those documents of an index that nobody has cut this way yet. */
export async function chunkDocuments(
  ctx: Context,
  providers: PipelineProviders,
  index: KnowledgeIndex,
): Promise<void> {
  const { prisma } = ctx.stores.controlPlane;
  const { chunking } = choicesOf(index);
  const documents = await prisma.knowledgeIndexDocument.findMany({
    where: { indexId: index.id },
    select: { contentHash: true, format: true },
    orderBy: { name: 'asc' },
  });
  const cut = new Set(await cutTexts(ctx, index));
  const embed = await embedder(ctx, providers, index);
  for (const [i, { contentHash, format }] of documents.entries()) {
    if (i % REPORT_EVERY === 0) await reportProgress(ctx, index.id, { documentsDone: i });
    if (cut.has(contentHash)) continue;
    cut.add(contentHash);
    const { text } = await prisma.knowledgeText.findUniqueOrThrow({
      where: { baseId_contentHash: { baseId: index.baseId, contentHash } },
    });
    const chunks = await chunkedDocument(text, format as SourceFormat, chunking, embed);
    await storeChunks(ctx, index, contentHash, chunks);
    // Cutting is work on the processor alone: others get their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await reportProgress(ctx, index.id, { documentsDone: documents.length, documentsTotal: documents.length });
}

async function cutTexts(ctx: Context, { baseId, chunkingKey }: KnowledgeIndex): Promise<string[]> {
  const rows = await ctx.stores.controlPlane.prisma.knowledgeChunk.findMany({
    where: { baseId, chunkingKey, ordinal: 0 },
    select: { contentHash: true },
  });
  return rows.map(({ contentHash }) => contentHash);
}

/** All chunks of a document or none, so that the first one stands for all. */
async function storeChunks(
  ctx: Context,
  { baseId, chunkingKey }: KnowledgeIndex,
  contentHash: string,
  chunks: readonly TextChunk[],
): Promise<void> {
  await ctx.stores.controlPlane.prisma.$transaction((tx) =>
    tx.knowledgeChunk.createMany({
      data: chunks.map((chunk, ordinal) => ({
        baseId,
        contentHash,
        chunkingKey,
        ordinal,
        projectId: ctx.project.id,
        startOffset: chunk.start,
        endOffset: chunk.end,
        tokens: chunk.tokens,
        headings: [...chunk.headings],
        context: chunk.context,
        textHash: indexedTextHash(indexedText(chunk)),
      })),
      skipDuplicates: true,
    }),
  );
}

/** Semantic chunking compares sentences by the index's own model; without one, by their words. */
async function embedder(
  ctx: Context,
  providers: PipelineProviders,
  index: KnowledgeIndex,
): Promise<Embed | undefined> {
  const { chunking, embedding } = choicesOf(index);
  if (chunking.strategy !== 'semantic' || embedding === null) return undefined;
  const provider = await providers.embedding(ctx, embedding);
  const modelKey = modelKeyOf(embedding);
  return async (texts) => {
    const onCall = (count: number) => reportProgress(ctx, index.id, {}, count);
    const vectors = await embedTexts(ctx, texts, { provider, modelKey, onCall });
    return texts.map((text) => vectors.get(indexedTextHash(text)) ?? new Float32Array());
  };
}
