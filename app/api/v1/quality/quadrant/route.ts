import { quadrant } from '#lib/quality/queries/quadrant.ts';
import { quadrantSchema } from '#lib/quality/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Retrieval against answer: known pairs in four cells, all other counts beside them.',
  permission: 'quality:read',
  filter: true,
  answer: quadrantSchema,
  handle: (ctx, { filter }) => quadrant(ctx, filter),
});
