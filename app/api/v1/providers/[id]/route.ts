import { z } from 'zod';
import { deleteConnection } from '#lib/providers/delete-connection.ts';
import { saveConnection } from '#lib/providers/save-connection.ts';
import { connectionViewSchema, saveConnectionSchema } from '#lib/providers/schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

const path = z.object({ id: z.string() });

export const PATCH = defineRoute({
  summary: 'Change a connection or replace its key; another host needs the key again',
  permission: 'providers:manage',
  path,
  body: saveConnectionSchema,
  answer: connectionViewSchema,
  handle: (ctx, { path: { id }, body }) => saveConnection(ctx, { id, ...body }),
});

export const DELETE = defineRoute({
  summary: 'Remove a connection with its key',
  permission: 'providers:manage',
  path,
  answer: z.object({ deleted: z.literal(true) }),
  handle: async (ctx, { path: { id } }) => {
    await deleteConnection(ctx, { id });
    return { deleted: true as const };
  },
});
