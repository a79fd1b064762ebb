import { z } from 'zod';
import { cancelIndex } from '#lib/pipeline/cancel-index.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Stop an index that is not finished; what it has embedded is kept',
  permission: 'knowledge:manage',
  path: z.object({ id: z.string() }),
  answer: z.object({ status: z.enum(['cancelled', 'finished']) }),
  handle: (ctx, { path }) => cancelIndex(ctx, path),
});
