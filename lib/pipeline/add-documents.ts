import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { knowledgeBaseRow } from './knowledge-base-row.ts';
import type { UploadAnswer } from './schema.ts';
import { type SentFile, storeDocument } from './store-document.ts';

/**
 * Adds files to a base, or replaces those of the same name; each has its own outcome. Questions see them once the base
 * is indexed again. Throws `not_found`, and `conflict` for a base that reads a folder.
 */
export async function addDocuments(
  ctx: Context,
  input: { baseId: string; files: readonly SentFile[] },
): Promise<UploadAnswer> {
  requirePermission(ctx, 'knowledge:manage');
  const base = await knowledgeBaseRow(ctx, input.baseId);
  if (base.folder !== null)
    throw new AppError(
      'conflict',
      'This knowledge base reads a folder. Put the files there and read it again.',
    );
  const files: UploadAnswer['files'] = [];
  for (const file of input.files) files.push(await storeDocument(ctx, base.id, file));
  const changed = files.filter(({ status }) => status === 'added' || status === 'replaced').length;
  if (changed > 0)
    await recordAuditEvent(ctx.stores.controlPlane.prisma, {
      action: 'knowledge_documents_added',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: base.name,
      detail: { documents: changed },
    });
  return { files };
}
