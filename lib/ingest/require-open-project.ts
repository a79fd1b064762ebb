import type { ProjectIdentity } from '#lib/platform/context.ts';
import { AppError } from '#lib/platform/errors.ts';

/** Throws `forbidden` for an archived project, which can be read and takes nothing in. */
export function requireOpenProject(project: Pick<ProjectIdentity, 'name' | 'archivedAt'>): void {
  if (project.archivedAt === null) return;
  throw new AppError(
    'forbidden',
    `The project ${project.name} is archived and takes nothing in. An owner can restore it in its settings.`,
  );
}
