import { z } from 'zod';
import { foundChunkSchema } from '#lib/query-log/found-chunk.ts';
import { findChunks } from '#lib/query-log/queries/find-chunks.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary:
    'Known chunks (hits, candidates, registered corpus) that hold the words of q, the best match first',
  permission: 'queries:read',
  query: z.object({
    q: z.string().min(1).max(1000),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  }),
  answer: z.object({ items: z.array(foundChunkSchema) }),
  handle: async (ctx, { query }) => ({ items: await findChunks(ctx, query) }),
});
