import { lexicalGaps } from '#lib/quality/queries/lexical-gaps.ts';
import { gapParamsSchema, lexicalGapsSchema } from '#lib/quality/retrieval-report-schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary:
    'Questions whose rare terms stand in known chunks that were not retrieved, with the terms and the chunk.',
  permission: 'quality:read',
  filter: true,
  query: gapParamsSchema,
  answer: lexicalGapsSchema,
  handle: (ctx, { filter, query }) => lexicalGaps(ctx, filter, query),
});
