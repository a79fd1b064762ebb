import { auditAnswerSchema, auditPageSchema } from '#lib/auth/audit-schema.ts';
import { listAuditEvents } from '#lib/auth/queries/audit-events.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'What people and keys changed, newest first',
  permission: 'audit:read',
  query: auditPageSchema,
  answer: auditAnswerSchema,
  handle: (ctx, { query }) => listAuditEvents(ctx, query),
});
