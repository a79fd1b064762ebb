import type { Context } from '../../platform/context.ts';
import type { Transaction } from '../../platform/control-plane.ts';
import { AppError } from '../../platform/errors.ts';
import type { KnowledgeBase, KnowledgeIndex } from '../../platform/generated/prisma/client.ts';
import { indexVersionOf } from '../index-version.ts';
import { choicesOf, knowledgeBaseRow } from '../knowledge-base-row.ts';

/** The index of a base as its documents and choices are. */
export interface WantedIndex {
  base: KnowledgeBase;
  version: string;
  documents: { name: string; title: string; format: string; contentHash: string }[];
  /** The index of this version, where one was asked for before. */
  known: KnowledgeIndex | null;
}

/** Throws `not_found`, and `conflict` for a base without documents. */
export async function wantedIndex(ctx: Context, tx: Transaction, baseId: string): Promise<WantedIndex> {
  const base = await knowledgeBaseRow(ctx, baseId, tx);
  const documents = await tx.knowledgeDocument.findMany({
    where: { baseId: base.id },
    select: { name: true, title: true, format: true, contentHash: true },
  });
  if (documents.length === 0)
    throw new AppError('conflict', 'This knowledge base has no documents. Add some first.');
  const { chunking, embedding } = choicesOf(base);
  const version = indexVersionOf(base.name, documents, chunking, embedding);
  const known = await tx.knowledgeIndex.findUnique({
    where: { baseId_version: { baseId: base.id, version } },
  });
  return { base, version, documents, known };
}
