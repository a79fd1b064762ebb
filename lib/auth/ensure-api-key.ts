import { v7 as uuidv7 } from 'uuid';
import type { ProjectIdentity, Scope } from '../platform/context.ts';
import { tokenHash } from '../platform/secrets.ts';
import type { Stores } from '../platform/stores.ts';

/** Makes `secret` an API key of the project unless it is one already. */
export async function ensureApiKey(
  stores: Stores,
  project: ProjectIdentity,
  key: { name: string; secret: string; scopes: readonly Scope[] },
): Promise<void> {
  const hash = tokenHash(stores.serverSecret, 'api-key', key.secret);
  await stores.controlPlane.prisma.apiKey.upsert({
    where: { hash },
    update: { revokedAt: null, scopes: [...key.scopes] },
    create: {
      id: uuidv7(),
      projectId: project.id,
      name: key.name,
      prefix: key.secret.slice(0, 8),
      hash,
      scopes: [...key.scopes],
    },
  });
}
