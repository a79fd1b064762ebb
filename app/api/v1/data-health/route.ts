import { dataHealth, dataHealthParametersSchema, dataHealthSchema } from '#lib/ingest/queries/data-health.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What became of the events sent, in which dialects, what they lack, how late they come',
  permission: 'quarantine:read',
  query: dataHealthParametersSchema,
  answer: dataHealthSchema,
  handle: (ctx, { query }) => dataHealth(ctx, query),
});
