import {
  listQuarantine,
  quarantinePageSchema,
  quarantineParametersSchema,
} from '#lib/ingest/queries/quarantine.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Events that could not be stored, with the reason, the latest first',
  permission: 'quarantine:read',
  query: quarantineParametersSchema,
  answer: quarantinePageSchema,
  handle: (ctx, { query }) => listQuarantine(ctx, query),
});
