import { z } from 'zod';
import { removeItem } from '#lib/labelling/remove-item.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Take a query out of its queue as not a real one, so that no rule adds it again',
  permission: 'labels:write',
  path: z.object({ id: z.string() }),
  answer: z.object({ removed: z.number() }),
  handle: (ctx, { path }) => removeItem(ctx, { itemId: path.id }),
});
