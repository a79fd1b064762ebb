import { createHash } from 'node:crypto';

/** 48 bits of a text's hash, never 0: for telling very many texts apart in little memory. */
export function numberOfText(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) || 1;
}
