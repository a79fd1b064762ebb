import { v7 as uuidv7 } from 'uuid';
import type { Context, Role } from '#lib/platform/context.ts';

export interface TestMember {
  ctx: Context;
  personId: string;
  userId: string;
  email: string;
}

/** An account that is a member of the context's project, and the context in which it asks. */
export async function addMember(ctx: Context, role: Role, userId = uuidv7()): Promise<TestMember> {
  const { prisma } = ctx.stores.controlPlane;
  const email = `${userId}@example.org`;
  await prisma.user.upsert({
    where: { id: userId },
    update: {},
    create: { id: userId, name: `Member ${userId.slice(-6)}`, email },
  });
  const personId = uuidv7();
  const name = `${role} ${personId.slice(-6)}`;
  await prisma.person.create({
    data: { id: personId, projectId: ctx.project.id, name, userId, role },
  });
  return {
    ctx: { ...ctx, actor: { kind: 'person', personId, name, role } },
    personId,
    userId,
    email,
  };
}

/** A session of the account, as a browser would hold one. */
export async function addSession(ctx: Context, userId: string): Promise<string> {
  const id = uuidv7();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await ctx.stores.controlPlane.prisma.session.create({ data: { id, token: id, userId, expiresAt } });
  return id;
}

/** The audit entries of the project, oldest first. */
export async function auditOf(ctx: Context) {
  return ctx.stores.controlPlane.prisma.auditEvent.findMany({
    where: { projectId: ctx.project.id },
    orderBy: { id: 'asc' },
  });
}
