import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';
import { FIRST_GUIDELINES } from './guidelines.ts';

/** The project's newest guidelines; version 1 is made when they are first asked for. */
export async function ensureGuidelines(
  ctx: Pick<Context, 'stores' | 'project'>,
): Promise<{ version: number; text: string }> {
  const { prisma } = ctx.stores.controlPlane;
  const where = { projectId: ctx.project.id };
  const newest = () => prisma.guideline.findFirst({ where, orderBy: { version: 'desc' } });
  const found = await newest();
  if (found !== null) return { version: found.version, text: found.text };
  const first = { id: uuidv7(), ...where, version: 1, text: FIRST_GUIDELINES };
  await prisma.guideline.createMany({ data: [first], skipDuplicates: true });
  const { version, text } = (await newest()) ?? first;
  return { version, text };
}
