import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { recordAuditEvent } from './record-audit-event.ts';

interface Joined {
  id: string;
  name: string;
}

/** Makes one person of two within `tx`, once nothing refers to the reviewer any more. */
export async function joinPersons(
  tx: Transaction,
  ctx: Context,
  { reviewer, member, labels }: { reviewer: Joined; member: Joined; labels: number },
): Promise<void> {
  await tx.person.delete({ where: { id: reviewer.id } });
  await recordAuditEvent(tx, {
    action: 'reviewer_claimed',
    at: ctx.now(),
    actor: ctx.actor,
    projectId: ctx.project.id,
    subject: reviewer.name,
    detail: { personId: member.id, name: member.name, labels },
  });
}
