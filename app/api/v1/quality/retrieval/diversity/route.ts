import { hitListDiversity } from '#lib/quality/queries/hit-list-diversity.ts';
import { hitListDiversitySchema } from '#lib/quality/retrieval-report-schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary:
    'How much the first k hits repeat each other: duplicates, near-duplicates, mean similarity of pairs.',
  permission: 'quality:read',
  filter: true,
  answer: hitListDiversitySchema,
  handle: (ctx, { filter }) => hitListDiversity(ctx, filter),
});
