import { z } from 'zod';
import { apiKeyMadeSchema, apiKeyViewSchema, createApiKeySchema } from '#lib/auth/api-key-schema.ts';
import { createApiKey } from '#lib/auth/create-api-key.ts';
import { listApiKeys } from '#lib/auth/queries/api-keys.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The API keys of the project, without their secrets',
  permission: 'keys:manage',
  answer: z.object({ items: z.array(apiKeyViewSchema) }),
  handle: async (ctx) => ({ items: await listApiKeys(ctx) }),
});

export const POST = defineRoute({
  summary: 'Make an API key; its secret is in this answer only',
  permission: 'keys:manage',
  body: createApiKeySchema,
  answer: apiKeyMadeSchema,
  status: 201,
  handle: (ctx, { body }) => createApiKey(ctx, body),
});
