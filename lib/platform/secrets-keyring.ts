import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The file of the data folder that holds the keys: a line each, `<id> <64 hexadecimal digits>`. */
export const KEYRING_FILE = 'encryption-keys';
const ENTRY = /^([a-z0-9-]{1,32})[ :]+([0-9a-f]{64})$/i;

/** AES-256 keys by their ids. */
export interface Keyring {
  /** What is written is encrypted with this one. */
  currentId: string;
  keys: ReadonlyMap<string, Buffer>;
}

/**
 * The keys of FAULTLINE_ENCRYPTION_KEYS (`id:hex,id:hex`, the current one first), else of the data folder, where a
 * first one is made. Throws a plain Error for what is no key; its message holds none.
 */
export function loadKeyring(dataFolder: string, given: string | undefined): Keyring {
  if (given !== undefined) return parseKeyring(given.split(','), 'FAULTLINE_ENCRYPTION_KEYS');
  const path = join(dataFolder, KEYRING_FILE);
  return parseKeyring((readIfThere(path) ?? makeFirst(path)).split('\n'), path);
}

function parseKeyring(entries: readonly string[], where: string): Keyring {
  const keys = new Map<string, Buffer>();
  for (const [at, entry] of entries.map((text) => text.trim()).entries()) {
    if (entry === '') continue;
    const [, id, hex] = ENTRY.exec(entry) ?? [];
    if (id === undefined || hex === undefined)
      throw new Error(`${where}: entry ${at + 1} is not an id and 64 hexadecimal digits.`);
    if (keys.has(id)) throw new Error(`${where}: the id ${id} stands there twice.`);
    keys.set(id, Buffer.from(hex, 'hex'));
  }
  const [currentId] = keys.keys();
  if (currentId === undefined) throw new Error(`${where}: there is no key.`);
  return { currentId, keys };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return undefined;
  }
}

function makeFirst(path: string): string {
  const text = `k1 ${randomBytes(32).toString('hex')}\n`;
  writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  return text;
}
