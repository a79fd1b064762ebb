import { z } from 'zod';
import { connectionTestSchema } from '#lib/providers/schema.ts';
import { testConnection } from '#lib/providers/test-connection.ts';
import { defineRoute } from '../../../../../_server/define-route.ts';

export const POST = defineRoute({
  summary: 'Make a real call through a connection and say what came of it',
  permission: 'providers:manage',
  path: z.object({ id: z.string() }),
  answer: connectionTestSchema,
  handle: (ctx, { path: { id } }) => testConnection(ctx, { id }),
});
