import { v7 as uuidv7 } from 'uuid';
import { actorName } from '../auth/actor-name.ts';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import {
  type AddDeployment,
  addDeploymentSchema,
  type Deployment,
  deploymentView,
} from './deployment-schema.ts';

/** Marks a deployment on every time axis. The same one (what, where, when) again gives the first row. */
export async function addDeployment(ctx: Context, input: AddDeployment): Promise<Deployment> {
  requirePermission(ctx, 'deployments:write');
  const { version, dimension, environment, note, at } = addDeploymentSchema.parse(input);
  const { actor } = ctx;
  const projectId = ctx.project.id;
  const now = ctx.now();
  const key = { projectId, dimension, version, environment, at: at === undefined ? now : new Date(at) };
  const row = await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const id = uuidv7();
    const data = { id, ...key, note, createdBy: actorName(ctx), createdAt: now };
    const { count } = await tx.deployment.createMany({ data: [data], skipDuplicates: true });
    if (count > 0) {
      const detail = { dimension, environment, at: key.at.toISOString() };
      const subject = version;
      await recordAuditEvent(tx, { action: 'deployment_added', at: now, actor, projectId, subject, detail });
    }
    return tx.deployment.findFirstOrThrow({ where: key });
  });
  return deploymentView(row);
}
