import { chunkHealthSchema } from '#lib/quality/chunk-health-schema.ts';
import { chunkHealth } from '#lib/quality/queries/chunk-health.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary:
    'Chunk health: for each rule how many known chunks break it, with examples. The range is that of the queries.',
  permission: 'quality:read',
  filter: true,
  answer: chunkHealthSchema,
  handle: (ctx, { filter }) => chunkHealth(ctx, filter),
});
