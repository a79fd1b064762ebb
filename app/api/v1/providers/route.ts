import { z } from 'zod';
import { createConnection } from '#lib/providers/create-connection.ts';
import { listConnections } from '#lib/providers/queries/connections.ts';
import { connectionViewSchema, createConnectionSchema } from '#lib/providers/schema.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'The connections to providers, without their keys',
  permission: 'providers:manage',
  answer: z.object({ items: z.array(connectionViewSchema) }),
  handle: async (ctx) => ({ items: await listConnections(ctx) }),
});

export const POST = defineRoute({
  summary: 'Connect a provider; its key is stored encrypted and never given out',
  permission: 'providers:manage',
  body: createConnectionSchema,
  answer: connectionViewSchema,
  status: 201,
  handle: (ctx, { body }) => createConnection(ctx, body),
});
