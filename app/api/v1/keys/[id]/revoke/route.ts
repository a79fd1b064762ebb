import { z } from 'zod';
import { apiKeyViewSchema } from '#lib/auth/api-key-schema.ts';
import { revokeApiKey } from '#lib/auth/revoke-api-key.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Revoke an API key for good; refused everywhere within five seconds',
  permission: 'keys:manage',
  path: z.object({ id: z.string() }),
  answer: apiKeyViewSchema,
  handle: (ctx, { path }) => revokeApiKey(ctx, path),
});
