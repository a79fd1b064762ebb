import { createHmac, createSecretKey, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the installation's 32-byte secret from the data folder, and makes it on the first start. */
export function loadServerSecret(dataFolder: string): Buffer {
  const path = join(dataFolder, 'secret');
  try {
    return Buffer.from(readFileSync(path, 'utf8').trim(), 'hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const secret = randomBytes(32);
    writeFileSync(path, `${secret.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
    return secret;
  }
}

/** 256 random bits, URL-safe. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Keyed hash under which a token is stored, so that a copy of the database opens nothing. */
export function tokenHash(serverSecret: Buffer, purpose: string, token: string): string {
  return createHmac('sha256', keyOf(serverSecret)).update(`${purpose}\0${token}`).digest('hex');
}

/** Making a key of the secret takes longer than the hash, and every request with an API key needs one. */
function keyOf(secret: Buffer): KeyObject {
  const known = keys.get(secret) ?? createSecretKey(secret);
  keys.set(secret, known);
  return known;
}

const keys = new WeakMap<Buffer, KeyObject>();

export function sameHash(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
