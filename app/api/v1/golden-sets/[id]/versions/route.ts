import { z } from 'zod';
import { saveGoldenSet } from '#lib/golden-sets/save-golden-set.ts';
import { savedVersionSchema, saveGoldenSetSchema } from '#lib/golden-sets/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Add a version to a golden set: questions added, changed and removed',
  permission: 'golden-sets:write',
  path: z.object({ id: z.string() }),
  body: saveGoldenSetSchema,
  answer: savedVersionSchema,
  status: 201,
  handle: (ctx, { path, body }) => saveGoldenSet(ctx, { setId: path.id, ...body }),
});
