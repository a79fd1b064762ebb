import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { requirePermission } from './permissions.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/** Makes an invitation's link worthless. One that was accepted, revoked or has expired is `gone` already. */
export async function revokeInvitation(
  ctx: Context,
  { id }: { id: string },
): Promise<{ status: 'revoked' | 'gone' }> {
  requirePermission(ctx, 'members:manage');
  const { project } = ctx;
  const at = ctx.now();
  return ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const invitation = await tx.invitation.findFirst({ where: { id, projectId: project.id } });
    if (invitation === null) throw notFound('The invitation');
    const { count } = await tx.invitation.updateMany({
      where: { id, projectId: project.id, acceptedAt: null, revokedAt: null, expiresAt: { gt: at } },
      data: { revokedAt: at },
    });
    if (count === 0) return { status: 'gone' };
    await recordAuditEvent(tx, {
      action: 'invitation_revoked',
      at,
      actor: ctx.actor,
      projectId: project.id,
      subject: invitation.email,
      detail: { invitationId: id },
    });
    return { status: 'revoked' };
  });
}
