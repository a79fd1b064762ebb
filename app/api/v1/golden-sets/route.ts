import { z } from 'zod';
import { createGoldenSet } from '#lib/golden-sets/create-golden-set.ts';
import { listGoldenSets } from '#lib/golden-sets/queries/golden-sets.ts';
import { createGoldenSetSchema, goldenSetViewSchema, savedVersionSchema } from '#lib/golden-sets/schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Golden sets by name, each with its latest version',
  permission: 'golden-sets:read',
  answer: z.object({ items: z.array(goldenSetViewSchema) }),
  handle: async (ctx) => ({ items: await listGoldenSets(ctx) }),
});

export const POST = defineRoute({
  summary: 'Make a golden set of given questions and of logged queries',
  permission: 'golden-sets:write',
  body: createGoldenSetSchema,
  answer: savedVersionSchema,
  status: 201,
  handle: (ctx, { body }) => createGoldenSet(ctx, body),
});
