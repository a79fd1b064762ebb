import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { KnowledgeBase, KnowledgeIndex } from '../../platform/generated/prisma/client.ts';
import { answeringOf, choicesOf, knowledgeBaseRow } from '../knowledge-base-row.ts';
import {
  calibrationSchema,
  INDEX_STAGES,
  INDEX_STATUSES,
  type IndexView,
  type KnowledgeBaseView,
} from '../schema.ts';

const INDICES_SHOWN = 50;

/** The project's knowledge bases, the oldest first. */
export async function listKnowledgeBases(ctx: Context): Promise<KnowledgeBaseView[]> {
  requirePermission(ctx, 'knowledge:read');
  const rows = await ctx.stores.controlPlane.prisma.knowledgeBase.findMany({
    where: { projectId: ctx.project.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return Promise.all(rows.map((row) => baseView(ctx, row)));
}

/** Throws `not_found`. */
export async function readKnowledgeBase(ctx: Context, id: string): Promise<KnowledgeBaseView> {
  requirePermission(ctx, 'knowledge:read');
  return baseView(ctx, await knowledgeBaseRow(ctx, id));
}

/** The indices of a base, the newest first, at most 50. Throws `not_found`. */
export async function listIndices(ctx: Context, baseId: string): Promise<IndexView[]> {
  requirePermission(ctx, 'knowledge:read');
  await knowledgeBaseRow(ctx, baseId);
  const rows = await ctx.stores.controlPlane.prisma.knowledgeIndex.findMany({
    where: { baseId, projectId: ctx.project.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: INDICES_SHOWN,
  });
  return rows.map(indexView);
}

async function baseView(ctx: Context, row: KnowledgeBase): Promise<KnowledgeBaseView> {
  const { prisma } = ctx.stores.controlPlane;
  const documents = await prisma.knowledgeDocument.count({ where: { baseId: row.id } });
  const current =
    row.currentIndexId === null
      ? null
      : await prisma.knowledgeIndex.findUnique({ where: { id: row.currentIndexId } });
  const latest = await prisma.knowledgeIndex.findFirst({
    where: { baseId: row.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return {
    id: row.id,
    name: row.name,
    ...choicesOf(row),
    answering: answeringOf(row),
    folder: row.folder,
    documents,
    current: current === null ? null : indexView(current),
    latest: latest === null ? null : indexView(latest),
  };
}

export function indexView(row: KnowledgeIndex): IndexView {
  const { chunking, embedding } = choicesOf(row);
  return {
    id: row.id,
    version: row.version,
    status: INDEX_STATUSES.find((status) => status === row.status) ?? 'failed',
    stage: INDEX_STAGES.find((stage) => stage === row.stage) ?? 'chunking',
    chunking,
    embeddingModel: embedding?.model ?? null,
    documentsDone: row.documentsDone,
    documentsTotal: row.documentsTotal,
    chunksDone: row.chunksDone,
    chunksTotal: row.chunksTotal,
    textsEmbedded: row.textsEmbedded,
    calibration: calibrationSchema.nullable().parse(row.calibration),
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
