import type { Context } from '../../platform/context.ts';
import type { Member, People } from '../member-schema.ts';
import { requirePermission } from '../permissions.ts';
import { roleSchema } from '../schema.ts';

/** Everyone of the project: members by name, and those who only labelled. */
export async function listPeople(ctx: Context): Promise<People> {
  requirePermission(ctx, 'members:read');
  const rows = await ctx.stores.controlPlane.prisma.person.findMany({
    where: { projectId: ctx.project.id },
    include: {
      user: { include: { sessions: { orderBy: { updatedAt: 'desc' }, take: 1 } } },
      _count: { select: { labels: { where: { current: true } } } },
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  const people: People = { members: [], reviewers: [] };
  for (const { id, name, role, user, userId, removedAt, _count } of rows) {
    if (user !== null && role !== null && removedAt === null)
      people.members.push({
        id,
        name,
        email: user.email,
        accountName: user.name,
        role: roleSchema.parse(role),
        isLocalOwner: user.isLocalOwner,
        isYou: ctx.actor.kind === 'person' && ctx.actor.personId === id,
        lastSeenAt: user.sessions[0]?.updatedAt.toISOString() ?? null,
        labels: _count.labels,
      } satisfies Member);
    else people.reviewers.push({ id, name, labels: _count.labels, isFormerMember: userId !== null });
  }
  return people;
}
