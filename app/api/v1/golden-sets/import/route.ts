import { importGoldenQuestions } from '#lib/golden-sets/import-golden-questions.ts';
import { importGoldenQuestionsSchema, savedVersionSchema } from '#lib/golden-sets/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Make a golden set, or a version of one, of the questions of a file: JSON lines, CSV or BEIR',
  permission: 'golden-sets:write',
  body: importGoldenQuestionsSchema,
  answer: savedVersionSchema,
  status: 201,
  handle: (ctx, { body }) => importGoldenQuestions(ctx, body),
});
