import { z } from 'zod';
import { renewLease } from '#lib/labelling/renew-lease.ts';
import { leaseResultSchema, renewLeaseSchema } from '#lib/labelling/schema.ts';
import { conflictOr } from '../../../../../_server/conflict-response.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Extend the lease of an item, or take the item back',
  permission: 'labels:write',
  path: z.object({ id: z.string() }),
  body: renewLeaseSchema.omit({ itemId: true }),
  answer: leaseResultSchema,
  handle: async (ctx, { path, body }) => conflictOr(await renewLease(ctx, { itemId: path.id, ...body })),
});
