import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { findExportFiles } from './queries/exports.ts';
import { requireUnhiddenRows } from './require-unhidden-rows.ts';

/**
 * In every archive the same, so that equal files make equal archives: the first day that a zip can name. In local time,
 * for so it is written.
 */
const MTIME = new Date(1980, 0, 1);

/** All files of a finished export as one zip, made while it is read; the audit log has it from then on. Throws as a file does. */
export async function openExportArchive(
  ctx: Context,
  input: { id: string },
): Promise<{ name: string; archive: Readable }> {
  const { format, files, folder } = await findExportFiles(ctx, input.id);
  await requireUnhiddenRows(ctx, input.id);
  await recordAuditEvent(ctx.stores.controlPlane.prisma, {
    action: 'export_downloaded',
    at: ctx.now(),
    actor: ctx.actor,
    projectId: ctx.project.id,
    subject: input.id,
    detail: { file: 'all', bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) },
  });
  const zip = new ZipFile();
  for (const { name } of files)
    zip.addFile(join(folder, name), name, { mtime: MTIME, mode: 0o100644, forceDosTimestamp: true });
  const archive = zip.outputStream as Readable;
  zip.on('error', (error: Error) => archive.destroy(error));
  zip.end();
  return { name: `${format}.zip`, archive };
}
