import { z } from 'zod';
import { deletedScoreMappingSchema, deleteScoreMapping } from '#lib/labelling/delete-score-mapping.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Delete a mapping of scores; the labels that it made stay',
  permission: 'queues:manage',
  path: z.object({ id: z.string() }),
  answer: deletedScoreMappingSchema,
  handle: (ctx, { path }) => deleteScoreMapping(ctx, path),
});
