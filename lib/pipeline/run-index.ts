import { registerChunks } from '../ingest/register-chunks.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { KnowledgeIndex } from '../platform/generated/prisma/client.ts';
import { logger } from '../platform/logger.ts';
import type { Stores } from '../platform/stores.ts';
import { awaitVectors } from './await-vectors.ts';
import { calibratedThresholds } from './calibrated-thresholds.ts';
import { chunkDocuments } from './chunk-documents.ts';
import { embedTexts } from './embed-texts.ts';
import { IndexCancelled, reportProgress } from './index-progress.ts';
import { modelKeyOf } from './index-version.ts';
import { choicesOf } from './knowledge-base-row.ts';
import type { KnownChunk } from './loaded-index.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import { pruneIndices } from './prune-indices.ts';
import { loadIndex } from './queries/load-index.ts';
import { collectionOf } from './retrieve-chunks.ts';

const CHUNKS_A_REGISTRATION = 500;
const VECTORS_A_WRITE = 500;

/**
 * Makes a queued index: chunks, embeds, stores, registers its chunks as known, calibrates its thresholds, and then puts
 * it in the place of the one before. Each step skips what is there already, so a run that was killed goes on where it
 * was and repeats at most the calls in flight. A fault ends it as failed, with a sentence for whoever asked.
 */
export async function runIndex(stores: Stores, providers: PipelineProviders, id: string): Promise<void> {
  const { prisma } = stores.controlPlane;
  const claimed = await prisma.knowledgeIndex.updateMany({
    where: { id, status: 'queued' },
    data: { status: 'running', stage: 'chunking' },
  });
  if (claimed.count === 0) return;
  try {
    const index = await prisma.knowledgeIndex.findUniqueOrThrow({ where: { id } });
    const project = await prisma.project.findUniqueOrThrow({ where: { id: index.projectId } });
    const ctx: Context = { actor: { kind: 'system' }, project, now: () => new Date(), stores };
    await make(ctx, providers, index);
    await finish(ctx, index);
    await pruneIndices(ctx, providers, index.baseId);
  } catch (error) {
    if (!(error instanceof IndexCancelled)) await fail(stores, id, error);
  }
}

async function make(ctx: Context, providers: PipelineProviders, index: KnowledgeIndex): Promise<void> {
  await chunkDocuments(ctx, providers, index);
  const loaded = await loadIndex(ctx, index);
  if (loaded.chunks.length === 0)
    throw new AppError('invalid', 'The documents hold nothing but headings, so there is nothing to search.');
  await reportProgress(ctx, index.id, { chunksTotal: loaded.placesOf.size });
  await embedAndStore(ctx, providers, index, loaded.chunks);
  await reportProgress(ctx, index.id, { stage: 'registering' });
  await register(ctx, index, loaded.chunks);
  const calibration = await calibratedThresholds(ctx, { index, loaded, providers });
  await ctx.stores.controlPlane.prisma.knowledgeIndex.update({
    where: { id: index.id },
    data: { calibration, chunksDone: loaded.placesOf.size },
  });
}

async function embedAndStore(
  ctx: Context,
  providers: PipelineProviders,
  index: KnowledgeIndex,
  chunks: readonly KnownChunk[],
): Promise<void> {
  const { embedding, vectorStore } = choicesOf(index);
  if (embedding === null) return;
  await reportProgress(ctx, index.id, { stage: 'embedding', chunksDone: 0 });
  const provider = await providers.embedding(ctx, embedding);
  const texts = new Set(chunks.map(({ indexed }) => indexed));
  let called = 0;
  const vectors = await embedTexts(ctx, texts, {
    provider,
    modelKey: modelKeyOf(embedding),
    onCall: async (count) => {
      called += count;
      await reportProgress(ctx, index.id, { chunksDone: called }, count);
    },
  });
  const [first] = vectors.values();
  if (first === undefined) return;
  await reportProgress(ctx, index.id, { stage: 'storing', chunksDone: 0 });
  const store = await providers.vectorStore(ctx, vectorStore, collectionOf(index.id));
  await store.prepare(first.length);
  const records = [...vectors].map(([textHash, vector]) => ({ id: textHash, vector }));
  for (let from = 0; from < records.length; from += VECTORS_A_WRITE) {
    const written = records.slice(from, from + VECTORS_A_WRITE);
    await store.upsert(written);
    await reportProgress(ctx, index.id, { chunksDone: from + written.length });
  }
  await awaitVectors(store, records.length, () => reportProgress(ctx, index.id, {}));
}

/** Known chunks are what a missing document is named from, and what chunk health looks at. */
async function register(ctx: Context, index: KnowledgeIndex, chunks: readonly KnownChunk[]): Promise<void> {
  for (let from = 0; from < chunks.length; from += CHUNKS_A_REGISTRATION) {
    const batch = chunks.slice(from, from + CHUNKS_A_REGISTRATION);
    const answer = await registerChunks(ctx, {
      chunks: batch.map(({ id, text, title, source }) => ({
        id,
        text,
        title,
        source,
        indexVersion: index.version,
      })),
    });
    const [rejected] = answer.rejected;
    if (rejected !== undefined)
      throw new AppError('invalid', `A chunk could not be registered: ${rejected.message}`);
    await reportProgress(ctx, index.id, {});
  }
}

async function finish(ctx: Context, { id, baseId }: KnowledgeIndex): Promise<void> {
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const done = await tx.knowledgeIndex.updateMany({
      where: { id, status: 'running' },
      data: { status: 'done', finishedAt: ctx.now() },
    });
    if (done.count === 0) throw new IndexCancelled();
    await tx.knowledgeBase.updateMany({ where: { id: baseId }, data: { currentIndexId: id } });
  });
}

async function fail(stores: Stores, id: string, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) logger.error({ err: error, indexId: id }, 'indexing failed');
  await stores.controlPlane.prisma.knowledgeIndex.updateMany({
    where: { id, status: 'running' },
    data: {
      status: 'failed',
      error:
        error instanceof AppError ? error.message : "A store did not answer. The server's log says more.",
      finishedAt: new Date(),
    },
  });
}
