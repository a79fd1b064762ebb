import { z } from 'zod';
import { deleteFormatRule } from '#lib/quality/delete-format-rule.ts';
import { deletedSchema } from '#lib/quality/deployment-schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Take a format rule out of force; stored results stay',
  permission: 'answer-rules:write',
  path: z.object({ id: z.string() }),
  answer: deletedSchema,
  handle: (ctx, { path }) => deleteFormatRule(ctx, path),
});
