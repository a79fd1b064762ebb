import { z } from 'zod';
import { appliedScoreMappingSchema, applyScoreMapping } from '#lib/labelling/apply-score-mapping.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Make labels of the scores that people outside gave, under a saved mapping',
  permission: 'queues:manage',
  path: z.object({ id: z.string() }),
  answer: appliedScoreMappingSchema,
  handle: (ctx, { path }) => applyScoreMapping(ctx, path),
});
