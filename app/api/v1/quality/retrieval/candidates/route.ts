import { candidateRecall } from '#lib/quality/queries/candidate-recall.ts';
import { candidateRecallSchema } from '#lib/quality/retrieval-report-schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What ranking lost: recall of the candidates beside recall of the first k hits.',
  permission: 'quality:read',
  filter: true,
  answer: candidateRecallSchema,
  handle: (ctx, { filter }) => candidateRecall(ctx, filter),
});
