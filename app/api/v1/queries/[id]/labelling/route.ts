import { z } from 'zod';
import { readLabelling } from '#lib/labelling/queries/labels.ts';
import { labellingViewSchema } from '#lib/labelling/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What the label screen needs beside the query: own label, earlier grades, guidelines',
  permission: 'labels:read',
  path: z.object({ id: z.string() }),
  answer: labellingViewSchema,
  handle: (ctx, { path }) => readLabelling(ctx, path.id),
});
