import { z } from 'zod';
import { listExports } from '#lib/export/queries/exports.ts';
import { requestExport } from '#lib/export/request-export.ts';
import { exportViewSchema, requestExportSchema } from '#lib/export/schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The newest exports of the project',
  permission: 'exports:manage',
  answer: z.object({ items: z.array(exportViewSchema) }),
  handle: async (ctx) => ({ items: await listExports(ctx) }),
});

export const POST = defineRoute({
  summary: 'Start an export of the labelled queries that match the filter',
  permission: 'exports:manage',
  body: requestExportSchema,
  answer: z.object({ id: z.string() }),
  status: 202,
  handle: (ctx, { body }) => requestExport(ctx, body),
});
