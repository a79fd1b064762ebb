import { v7 as uuidv7 } from 'uuid';
import type { Context } from '../platform/context.ts';
import { FIRST_GUIDELINES } from './guidelines.ts';

/** The newest guidelines of a queue, else of the project, whose version 1 is made when it is first asked for. */
export async function ensureGuidelines(
  ctx: Pick<Context, 'stores' | 'project'>,
  queueId?: string,
): Promise<{ version: number; text: string }> {
  const { prisma } = ctx.stores.controlPlane;
  const projectId = ctx.project.id;
  const newest = (owner: string | null) =>
    prisma.guideline.findFirst({ where: { projectId, queueId: owner }, orderBy: { version: 'desc' } });
  const found = (queueId === undefined ? null : await newest(queueId)) ?? (await newest(null));
  if (found !== null) return { version: found.version, text: found.text };
  const taken = await prisma.guideline.aggregate({ where: { projectId }, _max: { version: true } });
  const first = {
    id: uuidv7(),
    projectId,
    version: (taken._max.version ?? 0) + 1,
    text: FIRST_GUIDELINES,
  };
  await prisma.guideline.createMany({ data: [first], skipDuplicates: true });
  const { version, text } = (await newest(null)) ?? first;
  return { version, text };
}
