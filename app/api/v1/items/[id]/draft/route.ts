import { z } from 'zod';
import { saveDraft } from '#lib/labelling/save-draft.ts';
import { saveDraftSchema, savedResultSchema } from '#lib/labelling/schema.ts';
import { conflictOr } from '../../../../../_server/conflict-response.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Keep a half-filled label of an item that you hold',
  permission: 'labels:write',
  path: z.object({ id: z.string() }),
  body: saveDraftSchema.omit({ itemId: true }),
  answer: savedResultSchema,
  handle: async (ctx, { path, body }) => conflictOr(await saveDraft(ctx, { itemId: path.id, ...body })),
});
