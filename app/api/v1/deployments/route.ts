import { addDeployment } from '#lib/quality/add-deployment.ts';
import {
  addDeploymentSchema,
  deploymentListSchema,
  deploymentSchema,
  listDeploymentsSchema,
} from '#lib/quality/deployment-schema.ts';
import { listDeployments } from '#lib/quality/queries/deployments.ts';
import { defineRoute } from '../../../_server/define-route.ts';

export const GET = defineRoute({
  summary: 'Deployments within a time, the latest first',
  permission: 'quality:read',
  query: listDeploymentsSchema,
  answer: deploymentListSchema,
  handle: async (ctx, { query }) => ({ items: await listDeployments(ctx, query) }),
});

export const POST = defineRoute({
  summary: 'Mark a deployment on every time axis; the same one sent again changes nothing',
  permission: 'deployments:write',
  body: addDeploymentSchema,
  answer: deploymentSchema,
  status: 201,
  handle: (ctx, { body }) => addDeployment(ctx, body),
});
