import { z } from 'zod';
import { readExport } from '#lib/export/queries/exports.ts';
import { exportViewSchema } from '#lib/export/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'How far an export is, and its files once it is done',
  permission: 'exports:manage',
  path: z.object({ id: z.string() }),
  answer: exportViewSchema,
  handle: (ctx, { path: { id } }) => readExport(ctx, id),
});
