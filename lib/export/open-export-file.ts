import { type FileHandle, open } from 'node:fs/promises';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { findExportFile } from './queries/exports.ts';
import { requireUnhiddenRows } from './require-unhidden-rows.ts';
import type { ExportFile } from './schema.ts';

/** Opens a file of a finished export for reading; the audit log has it from then on. Throws `not_found`, `forbidden`. */
export async function openExportFile(
  ctx: Context,
  input: { id: string; name: string },
): Promise<{ file: ExportFile; handle: FileHandle }> {
  const { path, ...file } = await findExportFile(ctx, input);
  await requireUnhiddenRows(ctx, input.id);
  const handle = await open(path);
  try {
    await recordAuditEvent(ctx.stores.controlPlane.prisma, {
      action: 'export_downloaded',
      at: ctx.now(),
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: input.id,
      detail: { file: file.name, bytes: file.bytes },
    });
  } catch (error) {
    await handle.close();
    throw error;
  }
  return { file, handle };
}
