import type { z } from 'zod';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { folderBelowRoot } from './folder-root.ts';
import { jsonColumn } from './json-column.ts';
import { answeringOf, choicesOf, knowledgeBaseRow } from './knowledge-base-row.ts';
import { requireChoices } from './require-choices.ts';
import { requireModesThatWork } from './retrieval-rules.ts';
import { saveKnowledgeBaseSchema } from './schema.ts';

/**
 * Changes what is given and leaves the rest. Chunking, model and store take effect with the next index. Throws
 * `not_found`, `conflict` for a name that is taken, and `invalid` for choices that do not exist or go together.
 */
export async function saveKnowledgeBase(
  ctx: Context,
  input: { id: string } & z.input<typeof saveKnowledgeBaseSchema>,
): Promise<{ status: 'saved' }> {
  requirePermission(ctx, 'knowledge:manage');
  const { id, ...rest } = input;
  const changes = saveKnowledgeBaseSchema.parse(rest);
  if (changes.folder != null) await folderBelowRoot(changes.folder);
  await requireChoices(ctx, changes);
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const row = await knowledgeBaseRow(ctx, id, tx);
    const { name = row.name, folder = row.folder } = changes;
    const choices = { ...choicesOf(row), answering: answeringOf(row) };
    const {
      chunking = choices.chunking,
      embedding = choices.embedding,
      vectorStore = choices.vectorStore,
      answering = choices.answering,
    } = changes;
    requireModesThatWork({ embedding, answering });
    const taken = { projectId: ctx.project.id, name, id: { not: id } };
    if ((await tx.knowledgeBase.count({ where: taken })) > 0)
      throw new AppError(
        'conflict',
        `There is a knowledge base called ${name} already. Choose another name.`,
      );
    await tx.knowledgeBase.update({
      where: { id },
      data: {
        name,
        folder,
        chunking,
        embedding: jsonColumn(embedding),
        vectorStore: jsonColumn(vectorStore),
        answering,
        updatedAt: ctx.now(),
      },
    });
    await recordAuditEvent(tx, {
      action: 'knowledge_base_changed',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: name,
      detail: { changed: Object.keys(changes) },
    });
  });
  return { status: 'saved' };
}
