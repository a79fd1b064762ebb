import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keyring } from './secrets-keyring.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a secret with AES-256-GCM under a fresh 96-bit IV. `place` says where it belongs (project, row, field,
 * destination): sealed text that is copied to any other place does not open. Gives `v1.<key id>.<base64url>`.
 */
export function sealSecret(keyring: Keyring, place: readonly string[], secret: string): string {
  const keyId = keyring.currentId;
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(keyring, keyId), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(keyId, place));
  const sealed = Buffer.concat([iv, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `v1.${keyId}.${sealed.toString('base64url')}`;
}

/** Why a sealed secret does not open: its key is not in the keyring, or it was changed or stands elsewhere. */
export class UnopenedSecret extends Error {
  readonly reason: 'unknown_key' | 'altered';

  constructor(reason: UnopenedSecret['reason']) {
    super(reason === 'unknown_key' ? 'The key it was encrypted with is gone.' : 'It was altered or moved.');
    this.name = 'UnopenedSecret';
    this.reason = reason;
  }
}

/** The secret again. Throws UnopenedSecret. */
export function openSecret(keyring: Keyring, place: readonly string[], sealed: string): string {
  const [version, keyId, data] = sealed.split('.');
  if (version !== 'v1' || keyId === undefined || data === undefined) throw new UnopenedSecret('altered');
  const bytes = Buffer.from(data, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) throw new UnopenedSecret('altered');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keyring, keyId), bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(keyId, place));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    throw new UnopenedSecret('altered');
  }
}

/** Whether the secret should be sealed again because its key is no longer the current one. */
export function isSealedWithOldKey(keyring: Keyring, sealed: string): boolean {
  return sealed.split('.')[1] !== keyring.currentId;
}

function keyOf(keyring: Keyring, keyId: string): Buffer {
  const key = keyring.keys.get(keyId);
  if (key === undefined) throw new UnopenedSecret('unknown_key');
  return key;
}

function boundTo(keyId: string, place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify(['faultline', 1, keyId, ...place]));
}
