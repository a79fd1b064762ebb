import { rm } from 'node:fs/promises';
import type { Stores } from '../platform/stores.ts';
import { firstApiKeyFile } from './first-api-key.ts';
import { recordAuditEvent } from './record-audit-event.ts';

/**
 * Erases a project's people, keys, invitations and itself, which frees its address. The audit log keeps that it was
 * there. Last of all erasures: until then the project says what is still to be done. Safe to run again.
 */
export async function eraseProject(stores: Stores, projectId: string, now: Date): Promise<void> {
  const { prisma } = stores.controlPlane;
  const project = await prisma.project.findUnique({ where: { id: projectId } });
  if (project === null) return;
  await rm(firstApiKeyFile(stores.dataFolder, project.slug), { force: true });
  await prisma.$transaction(async (tx) => {
    const { count } = await tx.project.deleteMany({ where: { id: projectId, deletingAt: { not: null } } });
    if (count === 0) return;
    await recordAuditEvent(tx, {
      action: 'project_deleted',
      at: now,
      actor: { kind: 'system' },
      projectId,
      subject: project.slug,
      detail: { name: project.name },
    });
  });
}
