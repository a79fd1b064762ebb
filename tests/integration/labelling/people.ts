import { v7 as uuidv7 } from 'uuid';
import type { Context, Role } from '#lib/platform/context.ts';

/** The same project and clock, another person. */
export async function asPerson(ctx: Context, name: string, role: Role = 'reviewer'): Promise<Context> {
  const person = await ctx.stores.controlPlane.prisma.person.create({
    data: { id: uuidv7(), projectId: ctx.project.id, name },
  });
  return { ...ctx, actor: { kind: 'person', personId: person.id, name, role } };
}
