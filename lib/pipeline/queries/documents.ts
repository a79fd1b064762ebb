import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { KnowledgeDocument } from '../../platform/generated/prisma/client.ts';
import { knowledgeBaseRow } from '../knowledge-base-row.ts';
import { type DocumentView, documentViewSchema } from '../schema.ts';
import { SOURCE_FORMATS } from '../source-format.ts';

/** The documents of a base by name, from the one after `after`. Throws `not_found`. */
export async function listDocuments(
  ctx: Context,
  input: { baseId: string; limit?: number; after?: string | undefined },
): Promise<{ items: DocumentView[]; nextCursor: string | null; total: number }> {
  requirePermission(ctx, 'knowledge:read');
  const { baseId, limit = 100, after } = input;
  await knowledgeBaseRow(ctx, baseId);
  const { prisma } = ctx.stores.controlPlane;
  const rows = await prisma.knowledgeDocument.findMany({
    where: { baseId, ...(after === undefined ? {} : { name: { gt: after } }) },
    orderBy: { name: 'asc' },
    take: limit + 1,
  });
  const total = await prisma.knowledgeDocument.count({ where: { baseId } });
  const items = rows.slice(0, limit).map(documentView);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.name ?? null) : null, total };
}

function documentView({ id, name, title, format, bytes, updatedAt }: KnowledgeDocument): DocumentView {
  return {
    id,
    name,
    title,
    format: z.enum(SOURCE_FORMATS).parse(format),
    bytes,
    updatedAt: updatedAt.toISOString(),
  };
}

export const documentChunksSchema = documentViewSchema.extend({
  text: z.string(),
  /** The index whose chunks these are; null where none that is finished holds this text. */
  indexVersion: z.string().nullable(),
  /** `text.slice(start, end)` each; they may overlap. */
  chunks: z.array(
    z.object({
      id: z.string(),
      start: z.number(),
      end: z.number(),
      tokens: z.number(),
      headings: z.array(z.string()),
      context: z.string(),
    }),
  ),
});
export type DocumentChunks = z.output<typeof documentChunksSchema>;

/** A document with its text and the chunks that the current index has of this text. Throws `not_found`. */
export async function readDocument(ctx: Context, id: string): Promise<DocumentChunks> {
  requirePermission(ctx, 'knowledge:read');
  const { prisma } = ctx.stores.controlPlane;
  const row = await prisma.knowledgeDocument.findFirst({ where: { id, projectId: ctx.project.id } });
  if (row === null) throw notFound('The document');
  const base = await knowledgeBaseRow(ctx, row.baseId);
  const { contentHash, name } = row;
  const { text } = await prisma.knowledgeText.findUniqueOrThrow({
    where: { baseId_contentHash: { baseId: base.id, contentHash } },
  });
  const index = await prisma.knowledgeIndex.findFirst({
    where: { id: base.currentIndexId ?? '', baseId: base.id, status: 'done' },
  });
  const isIndexed =
    index !== null &&
    (await prisma.knowledgeIndexDocument.count({ where: { indexId: index.id, name, contentHash } })) > 0;
  const chunks = isIndexed
    ? await prisma.knowledgeChunk.findMany({
        where: { baseId: base.id, contentHash, chunkingKey: index.chunkingKey },
        orderBy: { ordinal: 'asc' },
      })
    : [];
  return {
    ...documentView(row),
    text,
    indexVersion: isIndexed ? index.version : null,
    chunks: chunks.map((chunk) => ({
      id: `${name}#${chunk.ordinal + 1}`,
      start: chunk.startOffset,
      end: chunk.endOffset,
      tokens: chunk.tokens,
      headings: z.array(z.string()).parse(chunk.headings),
      context: chunk.context,
    })),
  };
}
