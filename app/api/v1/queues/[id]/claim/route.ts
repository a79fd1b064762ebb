import { z } from 'zod';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { claimItemSchema, claimResultSchema } from '#lib/labelling/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Lease the next item of a queue to yourself',
  permission: 'labels:write',
  path: z.object({ id: z.string() }),
  body: claimItemSchema.omit({ queueId: true }),
  answer: claimResultSchema,
  handle: (ctx, { path, body }) => claimItem(ctx, { queueId: path.id, ...body }),
});
