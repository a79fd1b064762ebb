import { z } from 'zod';
import { readLabelling } from '#lib/labelling/queries/labels.ts';
import { labellingViewSchema } from '#lib/labelling/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What the label screen needs beside the query: own label, earlier grades, guidelines',
  permission: 'labels:read',
  path: z.object({ id: z.string() }),
  /** Of the queue whose guidelines are wanted; without, the project's. */
  query: z.object({ queueId: z.string().min(1).max(256).optional() }),
  answer: labellingViewSchema,
  handle: (ctx, { path, query }) => readLabelling(ctx, path.id, query.queueId),
});
