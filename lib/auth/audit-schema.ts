import { z } from 'zod';
import { AUDIT_ACTIONS } from './audit-actions.ts';

const PAGE_LENGTH = 50;

/** What of the audit log is asked for. Times are ISO 8601 with an offset. */
export const auditFilterSchema = z.object({
  action: z.enum(AUDIT_ACTIONS).optional(),
  actor: z.string().min(1).max(300).optional().describe('The name of who did it.'),
  subject: z.string().trim().max(300).optional().describe('Text that the subject contains.'),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AuditFilter = z.output<typeof auditFilterSchema>;

export const auditPageSchema = auditFilterSchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(PAGE_LENGTH),
  cursor: z.uuid('is no cursor that this list gave').optional(),
});

export const auditEventSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actorKind: z.string(),
  actorName: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEventView = z.output<typeof auditEventSchema>;

export const auditAnswerSchema = z.object({
  items: z.array(auditEventSchema),
  nextCursor: z.string().nullable(),
});
export type AuditAnswer = z.output<typeof auditAnswerSchema>;
