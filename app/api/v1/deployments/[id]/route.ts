import { z } from 'zod';
import { deleteDeployment } from '#lib/quality/delete-deployment.ts';
import { deletedSchema } from '#lib/quality/deployment-schema.ts';
import { defineRoute } from '../../../../_server/define-route.ts';

export const DELETE = defineRoute({
  summary: 'Take a deployment off the time axes',
  permission: 'deployments:write',
  path: z.object({ id: z.string() }),
  answer: deletedSchema,
  handle: (ctx, { path }) => deleteDeployment(ctx, path),
});
