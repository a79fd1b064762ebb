import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { folderBelowRoot } from './folder-root.ts';
import { knowledgeBaseRow } from './knowledge-base-row.ts';
import { LIMITS, type UploadAnswer } from './schema.ts';
import { sourceFormatOf } from './source-format.ts';
import { storeDocument } from './store-document.ts';

/**
 * Makes a base's documents those of its folder: new and changed files are read, what is gone is removed. Files of other
 * kinds, hidden ones and links are passed over. Throws `invalid` where the folder cannot be read.
 */
export async function syncFolder(
  ctx: Context,
  input: { baseId: string },
): Promise<UploadAnswer & { removed: number }> {
  requirePermission(ctx, 'knowledge:manage');
  const base = await knowledgeBaseRow(ctx, input.baseId);
  if (base.folder === null)
    throw new AppError('conflict', 'This knowledge base has no folder. Upload files to it.');
  const root = await folderBelowRoot(base.folder);
  const names = await fileNames(root);
  const files: UploadAnswer['files'] = [];
  for (const name of names) files.push(await storeFile(ctx, base.id, root, name));
  const { prisma } = ctx.stores.controlPlane;
  const { count: removed } = await prisma.knowledgeDocument.deleteMany({
    where: { baseId: base.id, name: { notIn: files.map(({ name }) => name) } },
  });
  const changed = files.filter(({ status }) => status === 'added' || status === 'replaced').length;
  if (changed + removed > 0)
    await recordAuditEvent(prisma, {
      action: 'knowledge_documents_added',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: base.name,
      detail: { documents: changed, removed },
    });
  return { files, removed };
}

/** Names below the folder, with `/` between folders, in order. */
async function fileNames(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile() && sourceFormatOf(entry.name) !== undefined)
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
    .sort();
  if (names.length > LIMITS.documents)
    throw new AppError(
      'invalid',
      `The folder has ${names.length} documents; ${LIMITS.documents} are the most.`,
    );
  return names;
}

async function storeFile(ctx: Context, baseId: string, root: string, name: string) {
  const path = join(root, name);
  // Read no more than is taken: the sentence about the size comes from the same place for all files.
  const { size } = await stat(path);
  const bytes = size > LIMITS.fileBytes ? new Uint8Array(LIMITS.fileBytes + 1) : await readFile(path);
  return storeDocument(ctx, baseId, { name, bytes });
}
