import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { folderBelowRoot } from './folder-root.ts';
import { jsonColumn } from './json-column.ts';
import { requireChoices } from './require-choices.ts';
import { requireModesThatWork } from './retrieval-rules.ts';
import { createKnowledgeBaseSchema, LIMITS } from './schema.ts';

/** Throws `conflict` for a name that is taken, and `invalid` for choices that do not exist or go together. */
export async function createKnowledgeBase(
  ctx: Context,
  input: z.input<typeof createKnowledgeBaseSchema>,
): Promise<{ id: string }> {
  requirePermission(ctx, 'knowledge:manage');
  const parsed = createKnowledgeBaseSchema.parse(input);
  const { name, chunking, embedding, vectorStore, answering, folder } = parsed;
  requireModesThatWork(parsed);
  await requireChoices(ctx, parsed);
  if (folder !== null) await folderBelowRoot(folder);
  const id = uuidv7();
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    if ((await tx.knowledgeBase.count({ where: { projectId } })) >= LIMITS.bases)
      throw new AppError('conflict', `A project has at most ${LIMITS.bases} knowledge bases.`);
    if ((await tx.knowledgeBase.count({ where: { projectId, name } })) > 0)
      throw new AppError(
        'conflict',
        `There is a knowledge base called ${name} already. Choose another name.`,
      );
    await tx.knowledgeBase.create({
      data: {
        id,
        projectId,
        name,
        chunking,
        embedding: jsonColumn(embedding),
        vectorStore: jsonColumn(vectorStore),
        answering,
        folder,
        createdAt: ctx.now(),
        updatedAt: ctx.now(),
      },
    });
    await recordAuditEvent(tx, {
      action: 'knowledge_base_made',
      at: ctx.now(),
      actor: ctx.actor,
      projectId,
      subject: name,
    });
  });
  return { id };
}
