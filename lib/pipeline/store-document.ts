import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';
import { documentName } from './document-name.ts';
import { loadDocument } from './load-document.ts';
import { LIMITS, type UploadAnswer } from './schema.ts';

export interface SentFile {
  name: string;
  bytes: Uint8Array;
}

type FileOutcome = UploadAnswer['files'][number];

/** Reads one file and keeps its text; the same text again is `unchanged`. Never throws for what is in the file. */
export async function storeDocument(ctx: Context, baseId: string, file: SentFile): Promise<FileOutcome> {
  const named = documentName(file.name);
  if ('reason' in named) return { name: file.name.slice(0, 200), status: 'refused', reason: named.reason };
  const { name } = named;
  const refused = (reason: string): FileOutcome => ({ name, status: 'refused', reason });
  if (file.bytes.length > LIMITS.fileBytes)
    return refused(`It is larger than ${LIMITS.fileBytes / 2 ** 20} MiB. Split it into several files.`);
  const loaded = await loadDocument(name, file.bytes);
  if (loaded.status === 'refused') return refused(loaded.reason);
  const { format, title, text, contentHash } = loaded.document;
  const projectId = ctx.project.id;
  const content = { title, format, contentHash, bytes: file.bytes.length, updatedAt: ctx.now() };
  return ctx.stores.controlPlane.prisma.$transaction(async (tx): Promise<FileOutcome> => {
    const known = await tx.knowledgeDocument.findUnique({ where: { baseId_name: { baseId, name } } });
    if (known?.contentHash === contentHash) return { name, status: 'unchanged', reason: null };
    if (known === null && (await tx.knowledgeDocument.count({ where: { baseId } })) >= LIMITS.documents)
      return refused(`A knowledge base has at most ${LIMITS.documents} documents.`);
    await tx.knowledgeText.createMany({
      data: [{ baseId, contentHash, projectId, text }],
      skipDuplicates: true,
    });
    await tx.knowledgeDocument.upsert({
      where: { baseId_name: { baseId, name } },
      create: { id: uuidv7(), projectId, baseId, name, ...content },
      update: content,
    });
    return { name, status: known === null ? 'added' : 'replaced', reason: null };
  });
}
