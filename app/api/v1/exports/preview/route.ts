import { previewExport } from '#lib/export/queries/preview.ts';
import { previewSchema, recipeSchema } from '#lib/export/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'What an export would hold, what its gates would find, and its first rows; nothing is written',
  permission: 'exports:manage',
  body: recipeSchema,
  answer: previewSchema,
  handle: (ctx, { body }) => previewExport(ctx, body),
});
