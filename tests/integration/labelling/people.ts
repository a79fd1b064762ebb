import { v7 as uuidv7 } from 'uuid';
import type { Context, Role } from '#lib/platform/context.ts';

/** The same project and clock, another person. */
export async function asPerson(ctx: Context, name: string, role: Role = 'reviewer'): Promise<Context> {
  const person = await ctx.stores.controlPlane.prisma.person.create({
    data: { id: uuidv7(), projectId: ctx.project.id, name },
  });
  return { ...ctx, actor: { kind: 'person', personId: person.id, name, role } };
}

/** A person with an account and a role, to whom items can be assigned. */
export async function asMember(
  ctx: Context,
  name: string,
  role: Role = 'reviewer',
): Promise<{ ctx: Context; personId: string }> {
  const { prisma } = ctx.stores.controlPlane;
  const userId = uuidv7();
  const personId = uuidv7();
  await prisma.user.create({ data: { id: userId, name, email: `${userId}@example.org` } });
  await prisma.person.create({ data: { id: personId, projectId: ctx.project.id, name, userId, role } });
  return { ctx: { ...ctx, actor: { kind: 'person', personId, name, role } }, personId };
}
