import { v7 as uuidv7 } from 'uuid';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import type { KnowledgeBase, KnowledgeIndex } from '../platform/generated/prisma/client.ts';
import { ProviderFault } from '../providers/provider-fault.ts';
import { connectedProviders } from './connected-providers.ts';
import { INDEX_JOB } from './index-job.ts';
import { chunkingKeyOf, modelKeyOf } from './index-version.ts';
import { jsonColumn } from './json-column.ts';
import { choicesOf } from './knowledge-base-row.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import { dropVectors } from './prune-indices.ts';
import { type WantedIndex, wantedIndex } from './queries/wanted-index.ts';
import { openIndexVectors } from './retrieve-chunks.ts';

export interface RequestedIndex {
  /** `unchanged`: this version was made before and is the one that questions are asked of. */
  status: 'queued' | 'running' | 'unchanged';
  id: string;
  version: string;
}

/**
 * Queues the indexing of a base as its documents and choices are; `runIndex` does it. Indices that are under way for
 * the same base are cancelled. One that is done is made again where its store has lost vectors, or the base has
 * another store or connection by now. Throws `not_found`, `conflict` for a base without documents, and ProviderFault
 * where the store does not answer.
 */
export async function requestIndex(
  ctx: Context,
  input: { baseId: string },
  providers: PipelineProviders = connectedProviders,
): Promise<RequestedIndex> {
  requirePermission(ctx, 'knowledge:manage');
  const { controlPlane, jobs } = ctx.stores;
  const before = await wantedIndex(ctx, controlPlane.prisma, input.baseId);
  const isMoved = before.known !== null && hasMoved(before.base, before.known);
  const isLost = !isMoved && (await hasLostVectors(ctx, providers, before.known));
  const requested = await controlPlane.prisma.$transaction(async (tx) => {
    const wanted = await wantedIndex(ctx, tx, input.baseId);
    const { base, version, known } = wanted;
    await cancelOthers(tx, base.id, known?.id ?? '');
    if (known !== null && !hasMoved(base, known) && !(isLost && known.id === before.known?.id)) {
      const taken = await asItIs(tx, known);
      if (taken !== undefined) return taken;
    }
    const id = known === null ? await create(ctx, tx, wanted) : await queueAgain(tx, base, known);
    await recordAuditEvent(tx, {
      action: 'knowledge_index_requested',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: base.name,
      detail: { version },
    });
    await jobs.send(tx, INDEX_JOB, { indexId: id });
    return { status: 'queued' as const, id, version };
  });
  if (isMoved && before.known !== null) await dropVectors(ctx, providers, before.known);
  jobs.wake(INDEX_JOB);
  return requested;
}

/** Whether an index of the wanted version was made through another connection, or keeps its vectors elsewhere. */
function hasMoved(base: KnowledgeBase, known: KnowledgeIndex): boolean {
  return placeOf(base) !== placeOf(known);
}

function placeOf(row: KnowledgeBase | KnowledgeIndex): string {
  const { embedding, vectorStore } = choicesOf(row);
  if (embedding === null) return '';
  return JSON.stringify([modelKeyOf(embedding), vectorStore?.connectionId ?? null]);
}

/** Whether the store counts fewer vectors than a finished index was made with. */
async function hasLostVectors(
  ctx: Context,
  providers: PipelineProviders,
  index: KnowledgeIndex | null,
): Promise<boolean> {
  if (index?.status !== 'done' || choicesOf(index).embedding === null) return false;
  try {
    return (await (await openIndexVectors(ctx, { index, providers })).count()) < index.chunksTotal;
  } catch (error) {
    if (error instanceof ProviderFault && error.fault === 'missing_index') return true;
    throw error;
  }
}

async function cancelOthers(tx: Transaction, baseId: string, id: string): Promise<void> {
  await tx.knowledgeIndex.updateMany({
    where: { baseId, status: { in: ['queued', 'running'] }, id: { not: id } },
    data: { status: 'cancelled', finishedAt: new Date() },
  });
}

/** Where an index that was asked for before is done or under way, nothing else is. Undefined where it must be run. */
async function asItIs(
  tx: Transaction,
  { id, baseId, version, status }: KnowledgeIndex,
): Promise<RequestedIndex | undefined> {
  if (status === 'done') {
    await tx.knowledgeBase.update({ where: { id: baseId }, data: { currentIndexId: id } });
    return { status: 'unchanged', id, version };
  }
  return status === 'queued' || status === 'running' ? { status, id, version } : undefined;
}

/** What an earlier run has embedded is kept, and this one goes on from there, with the base's choices as they are. */
async function queueAgain(tx: Transaction, base: KnowledgeBase, { id }: KnowledgeIndex): Promise<string> {
  const { chunking, embedding, vectorStore } = choicesOf(base);
  await tx.knowledgeIndex.update({
    where: { id },
    data: {
      status: 'queued',
      error: null,
      finishedAt: null,
      chunkingKey: chunkingKeyOf(chunking, embedding),
      embedding: jsonColumn(embedding),
      vectorStore: jsonColumn(vectorStore),
    },
  });
  return id;
}

async function create(ctx: Context, tx: Transaction, wanted: WantedIndex): Promise<string> {
  const { base, version, documents } = wanted;
  const { chunking, embedding, vectorStore } = choicesOf(base);
  const projectId = ctx.project.id;
  const { id } = await tx.knowledgeIndex.create({
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
    data: documents.map((document) => ({ indexId: id, projectId, ...document })),
  });
  return id;
}
