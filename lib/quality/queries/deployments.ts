import type { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { type Deployment, deploymentView, listDeploymentsSchema } from '../deployment-schema.ts';

const MOST = 500;

/** Deployments within a time, the latest first, at most 500. */
export async function listDeployments(
  ctx: Context,
  input: z.input<typeof listDeploymentsSchema> = {},
): Promise<Deployment[]> {
  requirePermission(ctx, 'quality:read');
  const { from, to } = listDeploymentsSchema.parse(input);
  const rows = await ctx.stores.controlPlane.prisma.deployment.findMany({
    where: {
      projectId: ctx.project.id,
      at: {
        ...(from === undefined ? {} : { gte: new Date(from) }),
        ...(to === undefined ? {} : { lt: new Date(to) }),
      },
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST,
  });
  return rows.map(deploymentView);
}
