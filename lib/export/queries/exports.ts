import { join } from 'node:path';
import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Export } from '../../platform/generated/prisma/client.ts';
import { exportFolder } from '../export-folder.ts';
import { EXPORT_STATUSES, type ExportFile, type ExportView, exportFileSchema } from '../schema.ts';

const LIST_LENGTH = 200;

/** The project's newest exports, at most 200. */
export async function listExports(ctx: Context): Promise<ExportView[]> {
  requirePermission(ctx, 'exports:manage');
  const rows = await ctx.stores.controlPlane.prisma.export.findMany({
    where: { projectId: ctx.project.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: LIST_LENGTH,
  });
  return rows.map(toView);
}

/** Throws `not_found`. */
export async function readExport(ctx: Context, id: string): Promise<ExportView> {
  requirePermission(ctx, 'exports:manage');
  const row = await ctx.stores.controlPlane.prisma.export.findFirst({
    where: { id, projectId: ctx.project.id },
  });
  if (row === null) throw notFound('The export');
  return toView(row);
}

/** A file of a finished export and its place on this machine. Throws `not_found`. */
export async function findExportFile(
  ctx: Context,
  input: { id: string; name: string },
): Promise<ExportFile & { path: string }> {
  const { id, files } = await readExport(ctx, input.id);
  const file = files.find(({ name }) => name === input.name);
  if (file === undefined) throw notFound('The file');
  return { ...file, path: join(exportFolder(ctx.stores.dataFolder, id).final, file.name) };
}

function toView(row: Export): ExportView {
  const status = z.enum(EXPORT_STATUSES).parse(row.status);
  return {
    id: row.id,
    format: row.format,
    filter: z.record(z.string(), z.unknown()).parse(row.filter),
    status,
    rowsDone: row.rowsDone,
    rowsTotal: row.rowsTotal,
    files: status === 'done' ? z.array(exportFileSchema).parse(row.files) : [],
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
