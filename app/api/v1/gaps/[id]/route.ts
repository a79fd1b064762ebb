import { z } from 'zod';
import { assignGap } from '#lib/quality/assign-gap.ts';
import { assignGapSchema } from '#lib/quality/gap-schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const PATCH = defineRoute({
  summary: 'Give a knowledge gap to a person of the project, or to nobody',
  permission: 'gaps:assign',
  path: z.object({ id: z.string() }),
  body: assignGapSchema,
  answer: z.object({ id: z.string(), ownerId: z.string().nullable() }),
  handle: (ctx, { path, body }) => assignGap(ctx, { ...path, ...body }),
});
