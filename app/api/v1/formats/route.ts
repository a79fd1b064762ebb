import { formatRuleListSchema, formatRuleSchema, saveFormatRuleSchema } from '#lib/quality/format-schema.ts';
import { listFormatRules } from '#lib/quality/queries/format-rules.ts';
import { saveFormatRule } from '#lib/quality/save-format-rule.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The format rules in force',
  permission: 'quality:read',
  answer: formatRuleListSchema,
  handle: async (ctx) => ({ items: await listFormatRules(ctx) }),
});

export const POST = defineRoute({
  summary: 'Save the next version of a format rule; answers that come afterwards are checked by it',
  permission: 'answer-rules:write',
  body: saveFormatRuleSchema,
  answer: formatRuleSchema,
  handle: (ctx, { body }) => saveFormatRule(ctx, body),
});
