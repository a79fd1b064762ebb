import { z } from 'zod';
import { cancelExport } from '#lib/export/cancel-export.ts';
import { exportViewSchema } from '#lib/export/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Cancel an export that is not finished',
  permission: 'exports:manage',
  path: z.object({ id: z.string() }),
  answer: exportViewSchema,
  handle: (ctx, { path: { id } }) => cancelExport(ctx, { id }),
});
