import { v7 as uuidv7 } from 'uuid';
import type { Actor, ProjectIdentity } from '../platform/context.ts';
import type { Prisma, Transaction } from '../platform/control-plane.ts';
import type { Stores } from '../platform/stores.ts';
import { LOCAL_OWNER } from './local-owner.ts';
import { roleSchema } from './schema.ts';
import type { SignedInUser } from './sessions.ts';

type Who = Pick<SignedInUser, 'id' | 'isLocalOwner'>;

/**
 * The project of this slug and the user as a person of it; undefined where it is missing, being deleted or not the
 * user's. All of these take the same questions to the database, so that the time tells them apart no more than the
 * answer does.
 */
export async function enterProject(
  stores: Stores,
  slug: string,
  user: Who,
): Promise<{ project: ProjectIdentity; actor: Actor } | undefined> {
  const { prisma } = stores.controlPlane;
  const [project, person] = await Promise.all([
    findProject(stores, slug),
    prisma.person.findFirst({ where: { userId: user.id, removedAt: null, project: { slug } } }),
  ]);
  if (project === undefined) return undefined;
  if (user.isLocalOwner && user.id === LOCAL_OWNER)
    return { project, actor: await localOwnerOf(stores, project) };
  const role = roleSchema.safeParse(person?.role);
  if (person === null || !role.success) return undefined;
  return { project, actor: { kind: 'person', personId: person.id, name: person.name, role: role.data } };
}

/** The local owner as a person of a project, made where it has none yet: owner of every project. */
export async function localOwnerOf(
  stores: Stores,
  project: Pick<ProjectIdentity, 'id'>,
): Promise<Actor & { kind: 'person' }> {
  const { prisma } = stores.controlPlane;
  const key = { projectId: project.id, userId: LOCAL_OWNER };
  const found = await prisma.person.findUnique({ where: { projectId_userId: key } });
  const person = found ?? (await addLocalOwner(prisma, key));
  return { kind: 'person', personId: person.id, name: person.name, role: 'owner' };
}

async function addLocalOwner(prisma: Prisma, key: { projectId: string; userId: string }) {
  const { name } = await prisma.user.findUniqueOrThrow({ where: { id: LOCAL_OWNER } });
  const data = { id: uuidv7(), ...key, name: await freeName(prisma, key.projectId, name), role: 'owner' };
  return prisma.person.upsert({ where: { projectId_userId: key }, update: {}, create: data });
}

/** The name, or the name with a number where another person of the project has it already. */
export async function freeName(
  tx: Transaction | Prisma,
  projectId: string,
  wanted: string,
  personId?: string,
): Promise<string> {
  const people = await tx.person.findMany({
    where: {
      projectId,
      name: { startsWith: wanted },
      ...(personId === undefined ? {} : { id: { not: personId } }),
    },
    select: { name: true },
  });
  const taken = new Set(people.map((person) => person.name));
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted} (${number})`;
  return name;
}

/** The project of this slug; undefined also while it is being deleted. */
export async function findProject(stores: Stores, slug: string): Promise<ProjectIdentity | undefined> {
  const project = await stores.controlPlane.prisma.project.findUnique({ where: { slug } });
  return project === null || project.deletingAt !== null ? undefined : project;
}
