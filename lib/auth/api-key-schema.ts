import { z } from 'zod';
import { eventsPerMinuteSchema } from './project-schema.ts';

export const scopeSchema = z.enum(['ingest', 'read', 'label', 'export']);

/** What a key with the scope may do, in words for a form. */
export const SCOPE_WORDS: Record<z.output<typeof scopeSchema>, string> = {
  ingest: 'send queries, feedback and chunks',
  read: 'read queries, charts and labels',
  label: 'write labels and tags, fill queues',
  export: 'make and fetch exports',
};

export const createApiKeySchema = z.strictObject({
  name: z
    .string()
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => text.length >= 1 && text.length <= 100, 'must have 1 to 100 characters')
    .refine((text) => !/\p{Cc}/u.test(text), 'must not have control characters'),
  scopes: z
    .array(scopeSchema)
    .min(1, 'needs at least one scope')
    .max(4)
    .refine((scopes) => new Set(scopes).size === scopes.length, 'names a scope twice'),
  /** ISO 8601 with an offset; absent: it does not expire. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  eventsPerMinute: eventsPerMinuteSchema.optional(),
});

export const KEY_STATUSES = ['active', 'expired', 'revoked'] as const;

/** A key as it may be shown. Times are ISO 8601; `lastUsedAt` is right to a minute. */
export const apiKeyViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(z.string()),
  eventsPerMinute: z.number().nullable(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
  expiresAt: z.string().nullable(),
  status: z.enum(KEY_STATUSES),
});
export type ApiKeyView = z.output<typeof apiKeyViewSchema>;

/** A key just made, with the secret, which is told this once. */
export const apiKeyMadeSchema = apiKeyViewSchema.extend({ secret: z.string() });
export type ApiKeyMade = z.output<typeof apiKeyMadeSchema>;
