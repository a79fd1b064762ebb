import { hash } from 'node:crypto';

/** Key of a chunk: 32 hex digits of the SHA-256 of its text, or of its id where the text is not known. */
export function chunkHash(textOrId: string): string {
  return hash('sha256', textOrId, 'hex').slice(0, 32);
}
