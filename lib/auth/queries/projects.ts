import type { Context } from '../../platform/context.ts';
import { notFound } from '../../platform/errors.ts';
import type { Stores } from '../../platform/stores.ts';
import { requirePermission } from '../permissions.ts';
import { type OwnProject, type ProjectView, projectView } from '../project-schema.ts';
import { roleSchema } from '../schema.ts';

/** The projects that an account is a member of, archived ones too, oldest first. The local owner owns all. */
export async function listProjectsOf(stores: Stores, userId: string): Promise<OwnProject[]> {
  const { prisma } = stores.controlPlane;
  const user = await prisma.user.findUnique({ where: { id: userId } });
  if (user === null) return [];
  const rows = await prisma.project.findMany({
    where: {
      deletingAt: null,
      ...(user.isLocalOwner ? {} : { persons: { some: { userId, removedAt: null, role: { not: null } } } }),
    },
    include: { persons: { where: { userId } } },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map((row) => ({
    ...projectView(row),
    role: user.isLocalOwner ? 'owner' : roleSchema.parse(row.persons[0]?.role),
  }));
}

/** Whether the account may make projects: the local owner, and whoever owns one already. */
export async function mayCreateProject(
  stores: Pick<Stores, 'controlPlane'>,
  userId: string,
): Promise<boolean> {
  const { prisma } = stores.controlPlane;
  const user = await prisma.user.findUnique({
    where: { id: userId },
    include: {
      persons: { where: { role: 'owner', removedAt: null, project: { deletingAt: null } }, take: 1 },
    },
  });
  return user !== null && (user.isLocalOwner || user.persons.length > 0);
}

/** The project's settings as they are stored. */
export async function readProject(ctx: Context): Promise<ProjectView> {
  requirePermission(ctx, 'settings:manage');
  const row = await ctx.stores.controlPlane.prisma.project.findFirst({
    where: { id: ctx.project.id, deletingAt: null },
  });
  if (row === null) throw notFound('The project');
  return projectView(row);
}
