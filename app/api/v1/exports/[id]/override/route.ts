import { z } from 'zod';
import { overrideGates } from '#lib/export/override-gates.ts';
import { exportViewSchema, overrideGatesSchema } from '#lib/export/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Pass gates that hold an export back, each with a reason, and make it',
  permission: 'exports:manage',
  path: z.object({ id: z.string() }),
  body: overrideGatesSchema,
  answer: exportViewSchema,
  handle: (ctx, { path: { id }, body }) => overrideGates(ctx, { id, ...body }),
});
