import type { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { AppError, notFound } from '../platform/errors.ts';
import type { Stores } from '../platform/stores.ts';
import { addPasswordLink, maySetPasswordOf } from './password-links.ts';
import { requirePermission } from './permissions.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { createPasswordLinkSchema, emailSchema, type passwordLinkMadeSchema } from './schema.ts';

type Made = z.infer<typeof passwordLinkMadeSchema>;

/**
 * A link with which a member of the project sets a new password, valid once for a day. Who may make it for whom
 * says `maySetPasswordOf`; throws `forbidden` otherwise.
 */
export async function createPasswordLink(ctx: Context, input: unknown): Promise<Made> {
  requirePermission(ctx, 'password-links:make');
  const { personId } = createPasswordLinkSchema.parse(input);
  const at = ctx.now();
  return ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    const person = await tx.person.findFirst({
      where: { id: personId, projectId: ctx.project.id, removedAt: null, userId: { not: null } },
      include: { user: true },
    });
    if (person?.user == null) throw notFound('The member');
    if (!(await maySetPasswordOf(tx, ctx, person.user.id)))
      throw new AppError(
        'forbidden',
        'This member has rights that you do not have. Someone who has them all, or the command line, can make the link.',
      );
    const link = await addPasswordLink(tx, ctx.stores, person.user.id, at);
    await recordAuditEvent(tx, {
      action: 'password_link_made',
      at,
      actor: ctx.actor,
      projectId: ctx.project.id,
      subject: person.user.email,
    });
    return { status: 'made', ...link };
  });
}

/** The same for the command line, which has proven that it can read the data folder. Undefined: no such account. */
export async function createPasswordLinkFor(
  stores: Stores,
  email: string,
  at: Date,
): Promise<Made | undefined> {
  const parsed = emailSchema.safeParse(email);
  if (!parsed.success) return undefined;
  return stores.controlPlane.prisma.$transaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email: parsed.data } });
    if (user === null) return undefined;
    const link = await addPasswordLink(tx, stores, user.id, at);
    await recordAuditEvent(tx, {
      action: 'password_link_made',
      at,
      actor: { kind: 'system' },
      subject: user.email,
      detail: { by: 'command line' },
    });
    return { status: 'made', ...link };
  });
}
