import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../platform/control-plane.ts';
import { AppError } from '../platform/errors.ts';
import type { Stores } from '../platform/stores.ts';
import { findInvitation, type InvitationView, revokeOtherInvitations } from './invitations.ts';
import { voidPasswordLinks } from './password-links.ts';
import { hashPassword, storePassword } from './passwords.ts';
import { freeName } from './project-access.ts';
import { recordAuditEvent } from './record-audit-event.ts';
import { acceptInvitationSchema } from './schema.ts';
import type { SignedInUser } from './sessions.ts';

export type AcceptInvitationResult =
  | { status: 'accepted'; project: string; userId: string; isNewAccount: boolean }
  | { status: 'gone'; message: string }
  | { status: 'sign_in_needed'; email: string }
  | { status: 'wrong_account'; email: string };

/**
 * Makes whoever holds the link a member, once: without an account by a name and a password, with one by being signed
 * in under the invited address. Nothing of role, project or address is taken from the input. The caller starts the
 * session of a new account.
 */
export async function acceptInvitation(
  stores: Stores,
  request: { token: string; user: SignedInUser | undefined; now: Date },
  input: unknown,
): Promise<AcceptInvitationResult> {
  const { user, now } = request;
  const body = acceptInvitationSchema.parse(input);
  const invitation = await findInvitation(stores, request.token, now);
  if (invitation === undefined || invitation.state !== 'open') return GONE;
  const { email } = invitation;
  if (user !== undefined && user.email !== email) return { status: 'wrong_account', email };
  if (user === undefined && invitation.hasAccount) return { status: 'sign_in_needed', email };
  const account = user === undefined ? await newAccount(stores, body) : undefined;
  return stores.controlPlane.prisma.$transaction(async (tx) => {
    if (!(await takeInvitation(tx, invitation.id, now))) return GONE;
    const userId = user?.id ?? (await addAccount(tx, email, account, now));
    await makeMember(tx, invitation, userId, user?.name ?? account?.name ?? email, now);
    return { status: 'accepted', project: invitation.project.slug, userId, isNewAccount: user === undefined };
  });
}

const GONE: AcceptInvitationResult = {
  status: 'gone',
  message: 'This invitation was used, was taken back or has expired. Ask for a new one.',
};

interface NewAccount {
  name: string;
  hash: string;
}

async function newAccount(
  stores: Stores,
  { name, password }: { name?: string | undefined; password?: string | undefined },
): Promise<NewAccount> {
  if (name === undefined)
    throw new AppError('invalid', 'name: is needed for the new account.', { path: 'name' });
  if (password === undefined)
    throw new AppError('invalid', 'password: is needed for the new account.', { path: 'password' });
  return { name, hash: await hashPassword(stores, password) };
}

/** One statement decides who of several was first. */
async function takeInvitation(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.invitation.updateMany({
    where: { id, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
    data: { acceptedAt: now },
  });
  return count === 1;
}

async function addAccount(
  tx: Transaction,
  email: string,
  account: NewAccount | undefined,
  now: Date,
): Promise<string> {
  if (account === undefined) throw new Error('A new account needs a name and a password.');
  if ((await tx.user.findUnique({ where: { email } })) !== null)
    throw new AppError('conflict', 'An account with this address was made in the meantime. Sign in with it.');
  const user = await tx.user.create({ data: { id: uuidv7(), name: account.name, email, createdAt: now } });
  await storePassword(tx, user.id, account.hash);
  await recordAuditEvent(tx, {
    action: 'account_created',
    at: now,
    actor: { kind: 'account', userId: user.id, name: user.name },
    subject: email,
    detail: { by: 'invitation' },
  });
  return user.id;
}

/**
 * An existing person of the project is taken where the invitation names one, or where this account had one before.
 * Whoever is a member already keeps the role: an old invitation must not undo what was decided since.
 */
async function makeMember(
  tx: Transaction,
  { id, email, role, project, personId }: InvitationView,
  userId: string,
  name: string,
  now: Date,
): Promise<void> {
  const projectId = project.id;
  const member = { userId, role, removedAt: null };
  await voidPasswordLinks(tx, userId, now);
  await revokeOtherInvitations(tx, projectId, email, now);
  const before = await tx.person.findUnique({ where: { projectId_userId: { projectId, userId } } });
  const isMember = before !== null && before.removedAt === null && before.role !== null;
  if (before !== null && !isMember) await tx.person.update({ where: { id: before.id }, data: member });
  if (before === null) {
    const unclaimed = { id: personId ?? '', projectId, userId: null };
    const { count } = await tx.person.updateMany({ where: unclaimed, data: member });
    if (count === 0) {
      const own = await freeName(tx, projectId, name);
      await tx.person.create({ data: { id: uuidv7(), projectId, name: own, ...member } });
    }
  }
  await recordAuditEvent(tx, {
    action: 'invitation_accepted',
    at: now,
    actor: { kind: 'account', userId, name },
    projectId,
    subject: email,
    detail: { role, invitationId: id },
  });
}
