import { z } from 'zod';
import { undoResultSchema } from '#lib/labelling/schema.ts';
import { undoLabel } from '#lib/labelling/undo-label.ts';
import { conflictOr } from '../../../../../_server/conflict-response.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Take back your own label within ten minutes',
  permission: 'labels:write',
  path: z.object({ id: z.string() }),
  answer: undoResultSchema,
  handle: async (ctx, { path }) => conflictOr(await undoLabel(ctx, { labelId: path.id })),
});
