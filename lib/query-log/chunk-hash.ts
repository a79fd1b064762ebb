import { hash } from 'node:crypto';

/** Key of a chunk: 32 hex digits of the SHA-256 of its text. */
export function chunkHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}

/** Key of a chunk of which only the name is known. Stored text has no NUL, so no text has this key too. */
export function namedChunkHash(name: string): string {
  return chunkHash(`\0${name}`);
}
