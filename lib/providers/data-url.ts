import { AppError } from '../platform/errors.ts';
import type { Stores } from '../platform/stores.ts';
import { checkedBaseUrl, isOwnHost } from './base-url.ts';
import { ProviderFault } from './provider-fault.ts';
import { openProviderWire } from './provider-wire.ts';
import type { ConnectionOptions } from './schema.ts';

const TIMEOUT_MS = 15_000;

/**
 * Where Pinecone keeps the index, asked of Pinecone itself: the second and last host that the key goes to. It must be
 * one of Pinecone's. Throws ProviderFault, and `invalid` where no index is named.
 */
export async function findDataUrl(
  stores: Stores,
  asked: { name: string; baseUrl: string; key: string | null; options: ConnectionOptions },
): Promise<string> {
  const { name, baseUrl, key, options } = asked;
  if (options.index === undefined)
    throw new AppError('invalid', 'options.index: name the index of Pinecone.', { path: 'options.index' });
  const index = options.index;
  const { describePineconeIndex, pineconeClient } = await import('./pinecone-vectors.ts');
  const wire = openProviderWire(stores.egress, { name, key, origins: [new URL(baseUrl).origin] });
  const { host } = await wire.call(
    { stage: 'other', target: index, targetKind: 'index', timeoutMs: TIMEOUT_MS },
    () => describePineconeIndex(pineconeClient({ key, baseUrl }), index),
  );
  const dataUrl = host.includes('://') ? host : `https://${host}`;
  if (!URL.canParse(dataUrl) || !isOwnHost(baseUrl, dataUrl))
    throw new ProviderFault(
      'blocked_address',
      'other',
      `“${name}” keeps the index at a host that is not its own. The key was not sent there.`,
    );
  return new URL(await checkedBaseUrl(stores, dataUrl)).origin;
}
