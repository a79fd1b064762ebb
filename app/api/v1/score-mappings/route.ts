import {
  listScoreMappings,
  scoreMappingsSchema,
  scoreMappingViewSchema,
} from '#lib/labelling/queries/score-mappings.ts';
import { saveScoreMapping } from '#lib/labelling/save-score-mapping.ts';
import { saveScoreMappingSchema } from '#lib/labelling/score-mapping.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What scores by people outside mean as labels, and which of them there are',
  permission: 'queues:manage',
  answer: scoreMappingsSchema,
  handle: (ctx) => listScoreMappings(ctx),
});

export const POST = defineRoute({
  summary: 'Save what the scores of a name mean as labels; applying it makes the labels',
  permission: 'queues:manage',
  body: saveScoreMappingSchema,
  answer: scoreMappingViewSchema,
  handle: (ctx, { body }) => saveScoreMapping(ctx, body),
});
