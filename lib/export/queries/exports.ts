import { join } from 'node:path';
import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Export } from '../../platform/generated/prisma/client.ts';
import { exportFolder } from '../export-folder.ts';
import {
  countsSchema,
  differenceSchema,
  EXPORT_STATUSES,
  type ExportFile,
  type ExportView,
  exportFileSchema,
  findingSchema,
  recipeSchema,
} from '../schema.ts';

/** The most that one list has. */
export const LIST_LENGTH = 200;

/** The project's newest exports, at most 200. */
export async function listExports(ctx: Context, limit = LIST_LENGTH): Promise<ExportView[]> {
  requirePermission(ctx, 'exports:manage');
  const rows = await ctx.stores.controlPlane.prisma.export.findMany({
    where: { projectId: ctx.project.id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return rows.map(toView);
}

/** Throws `not_found`. */
export async function readExport(ctx: Context, id: string): Promise<ExportView> {
  requirePermission(ctx, 'exports:manage');
  return toView(await findExport(ctx, id));
}

/** The files of an export that can be fetched, and the folder on this machine in which they lie. Throws `not_found`. */
export async function findExportFiles(
  ctx: Context,
  id: string,
): Promise<{ format: string; files: ExportFile[]; folder: string }> {
  requirePermission(ctx, 'exports:manage');
  const row = await findExport(ctx, id);
  const { files } = toView(row);
  if (files.length === 0) throw notFound('The file');
  return { format: row.format, files, folder: exportFolder(ctx.stores.dataFolder, row).final };
}

/** A file of a finished export and its place on this machine. Throws `not_found`. */
export async function findExportFile(
  ctx: Context,
  input: { id: string; name: string },
): Promise<ExportFile & { path: string }> {
  const { files, folder } = await findExportFiles(ctx, input.id);
  const file = files.find(({ name }) => name === input.name);
  if (file === undefined) throw notFound('The file');
  return { ...file, path: join(folder, file.name) };
}

async function findExport(ctx: Context, id: string): Promise<Export> {
  const row = await ctx.stores.controlPlane.prisma.export.findFirst({
    where: { id, projectId: ctx.project.id },
  });
  if (row === null) throw notFound('The export');
  return row;
}

function toView(row: Export): ExportView {
  const status = z.enum(EXPORT_STATUSES).parse(row.status);
  const recipe = recipeSchema.safeParse(row.recipe);
  return {
    id: row.id,
    format: row.format,
    filter: z.record(z.string(), z.unknown()).parse(row.filter),
    recipe: recipe.success ? recipe.data : null,
    status,
    rowsDone: row.rowsDone,
    rowsTotal: row.rowsTotal,
    files: status === 'done' ? z.array(exportFileSchema).parse(row.files) : [],
    findings: z.array(findingSchema).parse(row.findings),
    counts: row.counts === null ? null : countsSchema.parse(row.counts),
    difference: row.difference === null ? null : differenceSchema.parse(row.difference),
    error: row.error,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}
