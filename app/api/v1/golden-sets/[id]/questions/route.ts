import { z } from 'zod';
import { addGoldenQuestion } from '#lib/golden-sets/add-golden-question.ts';
import { goldenQuestionPageSchema, listGoldenQuestions } from '#lib/golden-sets/queries/golden-questions.ts';
import {
  addGoldenQuestionSchema,
  goldenQuestionViewSchema,
  savedVersionSchema,
} from '#lib/golden-sets/schema.ts';
import { pageSchema } from '#lib/query-log/schema.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const GET = defineRoute({
  summary: 'Questions of a version, by default the latest, in the order in which they were added',
  permission: 'golden-sets:read',
  path,
  query: goldenQuestionPageSchema,
  answer: pageSchema(goldenQuestionViewSchema).extend({ version: z.number() }),
  handle: (ctx, { path, query }) => listGoldenQuestions(ctx, { setId: path.id, ...query }),
});

export const POST = defineRoute({
  summary: 'Keep a question, or a logged query with what its labels say, in a golden set',
  permission: 'golden-sets:write',
  path,
  body: addGoldenQuestionSchema,
  answer: savedVersionSchema,
  handle: (ctx, { path, body }) => addGoldenQuestion(ctx, { setId: path.id, ...body }),
});
