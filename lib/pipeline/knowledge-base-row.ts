import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError, notFound } from '../platform/errors.ts';
import type { KnowledgeBase } from '../platform/generated/prisma/client.ts';
import {
  answeringSchema,
  type Chunking,
  chunkingSchema,
  type EmbeddingChoice,
  embeddingChoiceSchema,
  type VectorStoreChoice,
  vectorStoreChoiceSchema,
} from './schema.ts';

/** A base of this project by its id. Throws `not_found`. */
export async function knowledgeBaseRow(
  ctx: Context,
  id: string,
  tx: Pick<Transaction, 'knowledgeBase'> = ctx.stores.controlPlane.prisma,
): Promise<KnowledgeBase> {
  const row = await tx.knowledgeBase.findFirst({ where: { id, projectId: ctx.project.id } });
  if (row === null) throw notFound('The knowledge base');
  return row;
}

/**
 * By id or name; without either the only one. Throws `not_found`, `conflict` where there is none at all, and
 * `invalid` where there are several.
 */
export async function namedKnowledgeBase(ctx: Context, wanted: string | undefined): Promise<KnowledgeBase> {
  const rows = await ctx.stores.controlPlane.prisma.knowledgeBase.findMany({
    where: {
      projectId: ctx.project.id,
      ...(wanted === undefined ? {} : { OR: [{ id: wanted }, { name: wanted }] }),
    },
    orderBy: { createdAt: 'asc' },
    take: 2,
  });
  const row = rows.find(({ id }) => id === wanted) ?? rows[0];
  if (row === undefined && wanted === undefined)
    throw new AppError(
      'conflict',
      'This project has no knowledge base yet. Make one and index its documents.',
    );
  if (row === undefined) throw notFound('The knowledge base');
  if (wanted === undefined && rows.length > 1)
    throw new AppError('invalid', 'This project has several knowledge bases. Name one.', {
      path: 'knowledgeBase',
    });
  return row;
}

export interface Choices {
  chunking: Chunking;
  embedding: EmbeddingChoice | null;
  vectorStore: VectorStoreChoice | null;
}

/** What a row of a base or an index says of how it is made. */
export function choicesOf(row: { chunking: unknown; embedding: unknown; vectorStore: unknown }): Choices {
  return {
    chunking: chunkingSchema.parse(row.chunking),
    embedding: embeddingChoiceSchema.nullable().parse(row.embedding),
    vectorStore: vectorStoreChoiceSchema.nullable().parse(row.vectorStore),
  };
}

export function answeringOf(row: KnowledgeBase) {
  return answeringSchema.parse(row.answering);
}
