import { worstQuestions } from '#lib/quality/queries/worst-questions.ts';
import { worstParamsSchema, worstQuestionsSchema } from '#lib/quality/retrieval-report-schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Questions whose retrieval is known to be bad, those asked most first.',
  permission: 'quality:read',
  filter: true,
  query: worstParamsSchema,
  answer: worstQuestionsSchema,
  handle: (ctx, { filter, query }) => worstQuestions(ctx, filter, query),
});
