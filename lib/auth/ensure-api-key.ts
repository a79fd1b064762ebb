import { v7 as uuidv7 } from 'uuid';
import type { ProjectIdentity, Scope } from '../platform/context.ts';
import type { Stores } from '../platform/stores.ts';
import { keyHash, keyPrefix } from './api-keys.ts';

/** Makes `secret` an API key of the project unless it is one already. One that was revoked stays so. */
export async function ensureApiKey(
  stores: Stores,
  project: Pick<ProjectIdentity, 'id'>,
  key: { name: string; secret: string; scopes: readonly Scope[] },
): Promise<void> {
  const hash = keyHash(stores, key.secret);
  await stores.controlPlane.prisma.apiKey.upsert({
    where: { hash },
    update: { scopes: [...key.scopes] },
    create: {
      id: uuidv7(),
      projectId: project.id,
      name: key.name,
      prefix: keyPrefix(key.secret),
      hash,
      scopes: [...key.scopes],
    },
  });
}
