import type { Transaction } from '../platform/control-plane.ts';
import { notFound } from '../platform/errors.ts';
import type { Person, User } from '../platform/generated/prisma/client.ts';

export type MemberRow = Person & { user: User };

/** A member of the project as stored. Throws `not_found`. Hold the project before acting on what it says. */
export async function readMember(tx: Transaction, projectId: string, personId: string): Promise<MemberRow> {
  const person = await tx.person.findFirst({
    where: { id: personId, projectId, removedAt: null, role: { not: null } },
    include: { user: true },
  });
  if (person === null || person.user === null) throw notFound('The member');
  return { ...person, user: person.user };
}

/** Why this member may not lose ownership, as a sentence; undefined where nothing speaks against it. */
export async function whyOwnerStays(tx: Transaction, member: MemberRow): Promise<string | undefined> {
  if (member.user.isLocalOwner)
    return 'This is the owner of the whole installation, whose role is the same in every project.';
  if (member.role !== 'owner') return undefined;
  const owners = await tx.person.count({
    where: { projectId: member.projectId, role: 'owner', removedAt: null, userId: { not: null } },
  });
  return owners > 1 ? undefined : 'This is the only owner of the project. Make someone else an owner first.';
}
