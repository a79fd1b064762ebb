import { testedFormatSchema, testFormatRuleSchema } from '#lib/quality/format-schema.ts';
import { testedFormat } from '#lib/quality/queries/tested-format.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Try a format rule on recent answers, or on one; nothing is stored',
  permission: 'answer-rules:write',
  body: testFormatRuleSchema,
  answer: testedFormatSchema,
  handle: (ctx, { body }) => testedFormat(ctx, body),
});
