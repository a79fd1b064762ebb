import type { Stores } from '../platform/stores.ts';
import { forgetAnswerRules } from './answer-rules.ts';

/** Erases what a project's people set for its dashboards. Safe to run again. */
export async function eraseQuality({ controlPlane, queryLog }: Stores, projectId: string): Promise<void> {
  const { prisma } = controlPlane;
  const where = { projectId };
  await prisma.deployment.deleteMany({ where });
  await prisma.modelPrice.deleteMany({ where });
  await prisma.formatRule.deleteMany({ where });
  await prisma.savedView.deleteMany({ where });
  await prisma.gap.deleteMany({ where });
  await queryLog.command('DELETE FROM chunk_checks WHERE project_id = {projectId:String}', { projectId });
  forgetAnswerRules(controlPlane, projectId);
}
