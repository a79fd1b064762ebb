import { v7 as uuidv7 } from 'uuid';
import type { Actor, ProjectIdentity } from '../platform/context.ts';
import { tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';

export const SESSION_COOKIE = 'faultline_session';
const IDLE_MS = 7 * 24 * 3600 * 1000;
const SEEN_EVERY_MS = 60_000;

/** Whether `secret` is a live session: not expired, and seen within the last seven days. */
export async function isSession(stores: Stores, secret: string, now: Date): Promise<boolean> {
  const { prisma } = stores.controlPlane;
  const session = await prisma.session.findUnique({
    where: { hash: tokenHash(stores.serverSecret, 'session', secret) },
  });
  if (session === null || session.expiresAt <= now) return false;
  const idleMs = now.getTime() - session.lastSeenAt.getTime();
  if (idleMs > IDLE_MS) return false;
  if (idleMs > SEEN_EVERY_MS)
    await prisma.session.update({ where: { hash: session.hash }, data: { lastSeenAt: now } });
  return true;
}

export async function endSession(stores: Stores, secret: string): Promise<void> {
  await stores.controlPlane.prisma.session.deleteMany({
    where: { hash: tokenHash(stores.serverSecret, 'session', secret) },
  });
}

/** The local owner as a person of a project; whoever holds a session on this machine is the owner. */
export async function localOwnerOf(stores: Stores, project: ProjectIdentity): Promise<Actor> {
  const person = await stores.controlPlane.prisma.person.upsert({
    where: { projectId_name: { projectId: project.id, name: 'Local owner' } },
    update: {},
    create: { id: uuidv7(), projectId: project.id, name: 'Local owner', isLocalOwner: true },
  });
  return { kind: 'person', personId: person.id, name: person.name, role: 'owner' };
}

export async function findProject(stores: Stores, slug: string): Promise<ProjectIdentity | undefined> {
  return (await stores.controlPlane.prisma.project.findUnique({ where: { slug } })) ?? undefined;
}

export async function listProjects(stores: Stores): Promise<ProjectIdentity[]> {
  return stores.controlPlane.prisma.project.findMany({ orderBy: { createdAt: 'asc' } });
}
