import { logger } from '../platform/logger.ts';
import { isSealedWithOldKey } from '../platform/secrets-sealed.ts';
import type { Stores } from '../platform/stores.ts';
import { openKey, sealKey } from './connection-key.ts';
import { ProviderFault } from './provider-fault.ts';

export interface Resealed {
  resealed: number;
  /** Keys that no encryption key opens; their connections say so when they are used. */
  unopened: number;
}

/**
 * Encrypts with the current key what an older one encrypted, so that the older one can go. Each row by itself and only
 * if nobody changed it meanwhile: it may run beside everything else, and in several processes.
 */
export async function resealKeys({ controlPlane, keyring }: Stores): Promise<Resealed> {
  const { prisma } = controlPlane;
  const rows = await prisma.providerConnection.findMany({ where: { sealedKey: { not: null } } });
  const counts: Resealed = { resealed: 0, unopened: 0 };
  for (const row of rows) {
    const { id, projectId, sealedKey } = row;
    if (sealedKey === null || !isSealedWithOldKey(keyring, sealedKey)) continue;
    try {
      const key = openKey(keyring, row);
      if (key === null) continue;
      const { count } = await prisma.providerConnection.updateMany({
        where: { id, projectId, sealedKey },
        data: { sealedKey: sealKey(keyring, row, key) },
      });
      counts.resealed += count;
    } catch (error) {
      if (!(error instanceof ProviderFault)) throw error;
      counts.unopened += 1;
    }
  }
  if (counts.unopened > 0)
    logger.warn(
      counts,
      'some keys of providers cannot be decrypted; enter them again in Settings, Providers',
    );
  return counts;
}
