import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import { randomToken, tokenHash } from '../platform/secrets.ts';
import { revokeOtherInvitations } from './invitations.ts';
import { requirePermission } from './permissions.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { createInvitationSchema, type invitationMadeSchema } from './schema.ts';

const VALID_MS = 7 * 24 * 3600 * 1000;

export type CreateInvitationResult =
  | z.infer<typeof invitationMadeSchema>
  | { status: 'conflict'; message: string };

/**
 * Invites an address to the project in a role, for seven days, by a link that works once. Only its keyed hash is
 * kept, so the path is told this once. An earlier invitation of the address to the project is taken back.
 */
export async function createInvitation(ctx: Context, input: unknown): Promise<CreateInvitationResult> {
  requirePermission(ctx, 'members:manage');
  const { email, role, personId } = createInvitationSchema.parse(input);
  const { stores, project } = ctx;
  const at = ctx.now();
  const token = randomToken();
  const expiresAt = new Date(at.getTime() + VALID_MS);
  return stores.controlPlane.prisma.$transaction(async (tx) => {
    const member = await tx.person.findFirst({
      where: { projectId: project.id, removedAt: null, role: { not: null }, user: { email } },
    });
    if (member !== null) return { status: 'conflict', message: `${email} is a member already.` };
    if (personId !== undefined) {
      const person = await tx.person.findFirst({ where: { id: personId, projectId: project.id } });
      if (person === null) throw notFound('The person');
      if (person.userId !== null)
        return { status: 'conflict', message: `${person.name} has an account already.` };
    }
    const id = uuidv7();
    await revokeOtherInvitations(tx, project.id, email, at);
    await tx.invitation.create({
      data: {
        id,
        projectId: project.id,
        email,
        role,
        personId: personId ?? null,
        hash: tokenHash(stores.serverSecret, 'invitation', token),
        createdAt: at,
        expiresAt,
      },
    });
    await recordAuditEvent(tx, {
      action: 'invitation_made',
      at,
      actor: ctx.actor,
      projectId: project.id,
      subject: email,
      detail: { role, invitationId: id },
    });
    return {
      status: 'made',
      id,
      email,
      role,
      expiresAt: expiresAt.toISOString(),
      path: `/invite/${token}`,
    };
  });
}
