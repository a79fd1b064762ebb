import { z } from 'zod';
import { submitLabelSchema, submitResultSchema } from '#lib/labelling/schema.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import { conflictOr } from '../../../../../_server/conflict-response.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Submit the label of an item that you hold',
  permission: 'labels:write',
  path: z.object({ id: z.string() }),
  body: submitLabelSchema.omit({ itemId: true }),
  answer: submitResultSchema,
  handle: async (ctx, { path, body }) => conflictOr(await submitLabel(ctx, { itemId: path.id, ...body })),
});
