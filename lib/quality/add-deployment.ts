import { v7 as uuidv7 } from 'uuid';
import { actorName } from '../auth/actor-name.ts';
import { requirePermission } from '../auth/permissions.ts';
import { recordAuditEvent } from '../auth/record-audit-event.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import {
  type AddDeployment,
  addDeploymentSchema,
  type Deployment,
  deploymentView,
} from './deployment-schema.ts';

/** How far ahead of this server's clock a deployment may be: the sender's may be wrong. */
const AHEAD_MS = 86_400_000;

/**
 * Marks a deployment on every time axis. The same one (what, where, when) again gives the first row. Throws `invalid`
 * for a time more than a day ahead.
 */
export async function addDeployment(ctx: Context, input: AddDeployment): Promise<Deployment> {
  requirePermission(ctx, 'deployments:write');
  const { version, dimension, environment, note, at } = addDeploymentSchema.parse(input);
  const { actor } = ctx;
  const projectId = ctx.project.id;
  const now = ctx.now();
  if (at !== undefined && Date.parse(at) > now.getTime() + AHEAD_MS)
    throw new AppError('invalid', 'at: must not be more than a day ahead.', { path: 'at' });
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
