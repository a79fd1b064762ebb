import { v7 as uuidv7 } from 'uuid';
import type { ProjectIdentity } from '../platform/context.ts';
import { randomToken } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';

/** The project with this slug, made with its own sampling secret if it does not exist. */
export async function ensureProject(
  stores: Stores,
  project: { slug: string; name: string; isDemo: boolean },
): Promise<ProjectIdentity> {
  return stores.controlPlane.prisma.project.upsert({
    where: { slug: project.slug },
    update: {},
    create: { id: uuidv7(), samplingSecret: randomToken(), ...project },
  });
}
