import { v7 as uuidv7 } from 'uuid';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError } from '../platform/errors.ts';
import type { KnowledgeBase, KnowledgeIndex } from '../platform/generated/prisma/client.ts';
import { INDEX_JOB } from './index-job.ts';
import { chunkingKeyOf, indexVersionOf } from './index-version.ts';
import { jsonColumn } from './json-column.ts';
import { choicesOf, knowledgeBaseRow } from './knowledge-base-row.ts';

export interface RequestedIndex {
  /** `unchanged`: this version was made before and is the one that questions are asked of. */
  status: 'queued' | 'running' | 'unchanged';
  id: string;
  version: string;
}

/**
 * Queues the indexing of a base as its documents and choices are; `runIndex` does it. Indices that are under way for
 * the same base are cancelled. Throws `not_found`, and `conflict` for a base without documents.
 */
export async function requestIndex(ctx: Context, input: { baseId: string }): Promise<RequestedIndex> {
  requirePermission(ctx, 'knowledge:manage');
  const { controlPlane, jobs } = ctx.stores;
  const requested = await controlPlane.prisma.$transaction(async (tx) => {
    const base = await knowledgeBaseRow(ctx, input.baseId, tx);
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
    const taken = await takeUp(tx, base, known);
    if (taken !== undefined) return taken;
    const row = known ?? (await create(ctx, tx, { base, version, documents }));
    await recordAuditEvent(tx, {
      action: 'knowledge_index_requested',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: base.name,
      detail: { version },
    });
    await jobs.send(tx, INDEX_JOB, { indexId: row.id });
    return { status: 'queued' as const, id: row.id, version };
  });
  jobs.wake(INDEX_JOB);
  return requested;
}

/** Of an index that was asked for before: what is left to do. Undefined where the job must be sent. */
async function takeUp(
  tx: Transaction,
  base: KnowledgeBase,
  known: KnowledgeIndex | null,
): Promise<RequestedIndex | undefined> {
  await tx.knowledgeIndex.updateMany({
    where: { baseId: base.id, status: { in: ['queued', 'running'] }, id: { not: known?.id ?? '' } },
    data: { status: 'cancelled', finishedAt: new Date() },
  });
  if (known === null) return undefined;
  const { id, version, status } = known;
  if (status === 'done') {
    await tx.knowledgeBase.update({ where: { id: base.id }, data: { currentIndexId: id } });
    return { status: 'unchanged', id, version };
  }
  if (status === 'queued' || status === 'running') return { status, id, version };
  // What a failed or cancelled run has embedded is kept, and this one goes on from there.
  await tx.knowledgeIndex.update({
    where: { id },
    data: { status: 'queued', error: null, finishedAt: null },
  });
  return undefined;
}

interface NewIndex {
  base: KnowledgeBase;
  version: string;
  documents: { name: string; title: string; format: string; contentHash: string }[];
}

async function create(ctx: Context, tx: Transaction, { base, version, documents }: NewIndex) {
  const { chunking, embedding, vectorStore } = choicesOf(base);
  const projectId = ctx.project.id;
  const row = await tx.knowledgeIndex.create({
    data: {
      id: uuidv7(),
      projectId,
      baseId: base.id,
      version,
      chunking,
      chunkingKey: chunkingKeyOf(chunking, embedding),
      embedding: jsonColumn(embedding),
      vectorStore: jsonColumn(vectorStore),
      documentsTotal: documents.length,
      createdAt: ctx.now(),
    },
  });
  await tx.knowledgeIndexDocument.createMany({
    data: documents.map((document) => ({ indexId: row.id, projectId, ...document })),
  });
  return row;
}
