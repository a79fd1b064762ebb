import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { KnowledgeIndex } from '../../platform/generated/prisma/client.ts';
import { lexicalIndex } from '../lexical-index.ts';
import type { KnownChunk, LoadedIndex } from '../loaded-index.ts';
import { indexedText } from '../text-chunk.ts';

const headingsSchema = z.array(z.string());
/**
 * Indices that questions were lately asked of. The same index may be made again through another model, which can cut
 * its documents elsewhere; cut in one way it never changes.
 */
const loaded = new LRUCache<string, Promise<LoadedIndex>>({ max: 6 });

/** The chunks of an index and the search over their words; kept in memory once it is done. */
export async function loadIndex(ctx: Context, index: KnowledgeIndex): Promise<LoadedIndex> {
  if (index.status !== 'done') return readIndex(ctx, index);
  const key = `${index.id} ${index.chunkingKey}`;
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const reading = readIndex(ctx, index);
  loaded.set(key, reading);
  reading.catch(() => loaded.delete(key));
  return reading;
}

async function readIndex(ctx: Context, index: KnowledgeIndex): Promise<LoadedIndex> {
  const chunks = await indexChunks(ctx, index);
  const placesOf = new Map<string, number[]>();
  chunks.forEach(({ textHash }, place) => {
    placesOf.set(textHash, [...(placesOf.get(textHash) ?? []), place]);
  });
  const { id, baseId, version } = index;
  return {
    id,
    baseId,
    version,
    chunks,
    placesOf,
    lexical: lexicalIndex(chunks.map(({ indexed }) => indexed)),
  };
}

/** All chunks of an index, document by document in the order of their names. */
export async function indexChunks(
  ctx: Context,
  index: Pick<KnowledgeIndex, 'id' | 'baseId' | 'chunkingKey'>,
): Promise<KnownChunk[]> {
  const { prisma } = ctx.stores.controlPlane;
  const projectId = ctx.project.id;
  const documents = await prisma.knowledgeIndexDocument.findMany({
    where: { indexId: index.id, projectId },
    orderBy: { name: 'asc' },
  });
  const contentHash = { in: [...new Set(documents.map((document) => document.contentHash))] };
  const where = { baseId: index.baseId, projectId, contentHash };
  const texts = await prisma.knowledgeText.findMany({ where, select: { contentHash: true, text: true } });
  const rows = await prisma.knowledgeChunk.findMany({
    where: { ...where, chunkingKey: index.chunkingKey },
    orderBy: { ordinal: 'asc' },
  });
  const textOf = new Map(texts.map((row) => [row.contentHash, row.text]));
  const chunksOf = Map.groupBy(rows, (row) => row.contentHash);
  return documents.flatMap((document) =>
    (chunksOf.get(document.contentHash) ?? []).map((row) => {
      const text = (textOf.get(document.contentHash) ?? '').slice(row.startOffset, row.endOffset);
      const headings = headingsSchema.parse(row.headings);
      return {
        id: `${document.name}#${row.ordinal + 1}`,
        source: document.name,
        title: headings.length === 0 ? document.title : headings.join(' > '),
        text,
        indexed: indexedText({ headings, context: row.context, text }),
        textHash: row.textHash,
        start: row.startOffset,
        end: row.endOffset,
      };
    }),
  );
}
