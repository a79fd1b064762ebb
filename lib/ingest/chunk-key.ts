import { chunkHash, namedChunkHash } from '#lib/query-log/chunk-hash.ts';
import { isText } from './schema.ts';

/** Content hash of a chunk: of its text, or where it came without one of its name, which is its id where it has one. */
export function chunkKey(name: string, text: string | null | undefined): string {
  return isText(text) ? chunkHash(text) : namedChunkHash(name);
}
