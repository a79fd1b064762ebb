import type { Context } from '../platform/context.ts';
import type { Transaction } from '../platform/control-plane.ts';
import { tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';
import { requirePermission } from './permissions.ts';
import { type Invitation, linkTokenSchema, roleSchema } from './schema.ts';

/** The project's invitations that can still be accepted, newest first. */
export async function listInvitations(ctx: Context): Promise<Invitation[]> {
  requirePermission(ctx, 'members:manage');
  const rows = await ctx.stores.controlPlane.prisma.invitation.findMany({
    where: {
      projectId: ctx.project.id,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: ctx.now() },
    },
    include: { person: true },
    orderBy: { createdAt: 'desc' },
  });
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: roleSchema.parse(row.role),
    personName: row.person?.name ?? null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
  }));
}

/** What the holder of an invitation's link may know of it. */
export interface InvitationView {
  state: 'open' | 'used' | 'revoked' | 'expired';
  id: string;
  email: string;
  role: string;
  project: { id: string; slug: string; name: string };
  personId: string | null;
  /** Whether the address has an account, so that a sign-in is needed and not a new password. */
  hasAccount: boolean;
}

/** The invitation that `token` stands for; undefined for an unknown one and for one of a project that is gone. */
export async function findInvitation(
  stores: Stores,
  token: string,
  now: Date,
): Promise<InvitationView | undefined> {
  if (!linkTokenSchema.safeParse(token).success) return undefined;
  const { prisma } = stores.controlPlane;
  const row = await prisma.invitation.findUnique({
    where: { hash: tokenHash(stores.serverSecret, 'invitation', token) },
    include: { project: true },
  });
  if (row === null || row.project.deletingAt !== null) return undefined;
  const account = await prisma.user.findUnique({ where: { email: row.email } });
  const { id, slug, name } = row.project;
  return {
    state: stateOf(row, now),
    id: row.id,
    email: row.email,
    role: row.role,
    project: { id, slug, name },
    personId: row.personId,
    hasAccount: account !== null,
  };
}

function stateOf(
  row: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): InvitationView['state'] {
  if (row.acceptedAt !== null) return 'used';
  if (row.revokedAt !== null) return 'revoked';
  return row.expiresAt <= now ? 'expired' : 'open';
}

/** Whether somebody has invited this address and the invitation can still be accepted. */
export async function isInvited(stores: Stores, email: string, now: Date): Promise<boolean> {
  const found = await stores.controlPlane.prisma.invitation.findFirst({
    where: {
      email,
      acceptedAt: null,
      revokedAt: null,
      expiresAt: { gt: now },
      project: { deletingAt: null },
    },
  });
  return found !== null;
}

/** An address has at most one open invitation to a project: whoever was removed must not hold a spare one. */
export async function revokeOtherInvitations(
  tx: Transaction,
  projectId: string,
  email: string,
  now: Date,
): Promise<void> {
  await tx.invitation.updateMany({
    where: { projectId, email, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
}
