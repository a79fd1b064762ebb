import type { ProviderConnection } from '../platform/generated/prisma/client.ts';
import type { Keyring } from '../platform/secrets-keyring.ts';
import { openSecret, sealSecret, UnopenedSecret } from '../platform/secrets-sealed.ts';
import { ProviderFault } from './provider-fault.ts';

/** What a key is bound to: it opens for this row of this project only, and for these hosts. */
export interface KeyPlace {
  projectId: string;
  id: string;
  baseUrl: string;
  dataUrl: string | null;
}

export function sealKey(keyring: Keyring, place: KeyPlace, key: string): string {
  return sealSecret(keyring, boundTo(place), key);
}

/** The key in clear, null where the connection has none. Throws ProviderFault `unauthorised` where it does not open. */
export function openKey(
  keyring: Keyring,
  row: KeyPlace & Pick<ProviderConnection, 'name' | 'sealedKey'>,
): string | null {
  if (row.sealedKey === null) return null;
  try {
    return openSecret(keyring, boundTo(row), row.sealedKey);
  } catch (error) {
    if (!(error instanceof UnopenedSecret)) throw error;
    throw new ProviderFault(
      'unauthorised',
      'other',
      `The key of “${row.name}” cannot be decrypted. ${error.message} Enter the key again in Settings, Providers.`,
    );
  }
}

/** Where requests, and with them the key, may go. */
export function originsOf({ baseUrl, dataUrl }: Pick<KeyPlace, 'baseUrl' | 'dataUrl'>): string[] {
  return [baseUrl, dataUrl].flatMap((url) => (url === null ? [] : [new URL(url).origin]));
}

/** The last characters, for people to tell keys apart by; none of a short one, of which they would be too much. */
export function keyEnding(key: string): string {
  return key.length >= 16 ? key.slice(-4) : '';
}

function boundTo(place: KeyPlace): string[] {
  return ['ProviderConnection.sealedKey', place.projectId, place.id, ...originsOf(place)];
}
