import type { Stores } from '../platform/stores.ts';

/** Erases a project's queues, labels, grades and guidelines, then their copy in the query log. Safe to run again. */
export async function eraseLabelling({ controlPlane, queryLog }: Stores, projectId: string): Promise<void> {
  const { prisma } = controlPlane;
  const where = { projectId };
  const mappings = await prisma.scoreMapping.findMany({ where, select: { id: true } });
  await prisma.scoreLabel.deleteMany({ where: { mappingId: { in: mappings.map(({ id }) => id) } } });
  await prisma.scoreMapping.deleteMany({ where });
  await prisma.goldAnswer.deleteMany({ where });
  await prisma.adjudication.deleteMany({ where });
  await prisma.queue.deleteMany({ where });
  await prisma.judgement.deleteMany({ where });
  await prisma.label.deleteMany({ where });
  await prisma.guideline.deleteMany({ where });
  await prisma.mirrorTask.deleteMany({ where });
  await queryLog.command('DELETE FROM query_labels WHERE project_id = {projectId:String}', { projectId });
  await queryLog.command('DELETE FROM judgements WHERE project_id = {projectId:String}', { projectId });
}
