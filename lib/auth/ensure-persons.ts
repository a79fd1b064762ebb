import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';

/** Person ids by name; a name that is not yet a person of the project becomes one, without sign-in. */
export async function ensurePersons(ctx: Context, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map();
  const { prisma } = ctx.stores.controlPlane;
  const projectId = ctx.project.id;
  const find = () =>
    prisma.person.findMany({
      where: { projectId, name: { in: [...names] } },
      select: { id: true, name: true },
    });
  const found = new Set((await find()).map((person) => person.name));
  const missing = [...new Set(names)].filter((name) => !found.has(name));
  if (missing.length > 0)
    await prisma.person.createMany({
      data: missing.map((name) => ({ id: uuidv7(), projectId, name })),
      skipDuplicates: true,
    });
  return new Map((await find()).map((person) => [person.name, person.id]));
}
