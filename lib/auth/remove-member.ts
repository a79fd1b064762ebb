import type { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { holdProject } from './hold-project.ts';
import { type MemberChange, removeMemberSchema } from './member-schema.ts';
import { readMember, whyOwnerStays } from './owner-rules.ts';
import { requirePermission } from './permissions.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { endSessionsOf } from './sessions.ts';

/**
 * Takes a member's access to the project away and ends the member's sessions. Labels and the person's name stay.
 * The last owner and the local owner cannot be removed. Throws `not_found`.
 */
export async function removeMember(
  ctx: Context,
  input: z.input<typeof removeMemberSchema>,
): Promise<MemberChange> {
  requirePermission(ctx, 'members:manage');
  const { personId } = removeMemberSchema.parse(input);
  const projectId = ctx.project.id;
  const at = ctx.now();
  return ctx.stores.controlPlane.prisma.$transaction(async (tx): Promise<MemberChange> => {
    await holdProject(tx, projectId);
    const member = await readMember(tx, projectId, personId);
    const reason = await whyOwnerStays(tx, member);
    if (reason !== undefined) return { status: 'conflict', message: reason };
    await tx.person.update({ where: { id: personId }, data: { removedAt: at } });
    await endSessionsOf(tx, member.user.id, at);
    await recordAuditEvent(tx, {
      action: 'member_removed',
      at,
      actor: ctx.actor,
      projectId,
      subject: member.user.email,
      detail: { personId, name: member.name, role: member.role },
    });
    return { status: 'changed' };
  });
}
