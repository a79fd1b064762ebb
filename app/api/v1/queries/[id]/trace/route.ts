import { z } from 'zod';
import { readTrace, traceViewSchema } from '#lib/ingest/queries/read-trace.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Every retrieval of a query, and the spans of its trace while they are kept',
  permission: 'queries:read',
  path: z.object({ id: z.string() }),
  answer: traceViewSchema,
  handle: (ctx, { path: { id } }) => readTrace(ctx, id),
});
