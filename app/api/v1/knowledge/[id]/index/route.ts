import { z } from 'zod';
import { requestIndex } from '#lib/pipeline/request-index.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Index the documents as they are; only what changed is chunked and embedded again',
  permission: 'knowledge:manage',
  path: z.object({ id: z.string() }),
  answer: z.object({
    status: z.enum(['queued', 'running', 'unchanged']),
    id: z.string(),
    version: z.string(),
  }),
  status: 202,
  handle: (ctx, { path }) => requestIndex(ctx, { baseId: path.id }),
});
