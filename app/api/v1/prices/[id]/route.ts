import { z } from 'zod';
import { deletePrice } from '#lib/quality/delete-price.ts';
import { deletedSchema } from '#lib/quality/deployment-schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Delete a price of the project; costs that were estimated with it stay',
  permission: 'answer-rules:write',
  path: z.object({ id: z.string() }),
  answer: deletedSchema,
  handle: (ctx, { path }) => deletePrice(ctx, path),
});
