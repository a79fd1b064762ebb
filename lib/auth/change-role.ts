import type { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { holdProject } from './hold-project.ts';
import { changeRoleSchema, type MemberChange } from './member-schema.ts';
import { readMember, whyOwnerStays } from './owner-rules.ts';
import { requirePermission } from './permissions.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { endSessionsOf } from './sessions.ts';

/**
 * Gives a member another role and ends the member's sessions. The last owner stays one, and the local owner's role
 * is nobody's to change. Throws `not_found`.
 */
export async function changeRole(
  ctx: Context,
  input: z.input<typeof changeRoleSchema>,
): Promise<MemberChange> {
  requirePermission(ctx, 'members:manage');
  const { personId, role } = changeRoleSchema.parse(input);
  const projectId = ctx.project.id;
  const at = ctx.now();
  return ctx.stores.controlPlane.prisma.$transaction(async (tx): Promise<MemberChange> => {
    await holdProject(tx, projectId);
    const member = await readMember(tx, projectId, personId);
    if (member.role === role) return { status: 'unchanged' };
    const reason = await whyOwnerStays(tx, member);
    if (reason !== undefined) return { status: 'conflict', message: reason };
    await tx.person.update({ where: { id: personId }, data: { role } });
    await endSessionsOf(tx, member.user.id, at);
    await recordAuditEvent(tx, {
      action: 'role_changed',
      at,
      actor: ctx.actor,
      projectId,
      subject: member.user.email,
      detail: { personId, name: member.name, from: member.role, to: role },
    });
    return { status: 'changed' };
  });
}
