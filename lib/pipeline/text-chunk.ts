import { hash } from 'node:crypto';

/** A piece of a document: `text` is exactly `document.slice(start, end)`. */
export interface TextChunk {
  start: number;
  end: number;
  text: string;
  tokens: number;
  /** From the outermost heading to the innermost that all of it stands under. */
  headings: readonly string[];
  /** What must be said before it to be understood beside its headings: the header of a table that began earlier. */
  context: string;
}

/** What is embedded and searched of a chunk: where it stands, then its text. */
export function indexedText({
  headings,
  context,
  text,
}: Omit<TextChunk, 'start' | 'end' | 'tokens'>): string {
  return [headings.join(' > '), context, text].filter((part) => part !== '').join('\n');
}

/** Key of an indexed text: 32 hex digits of its SHA-256. */
export function indexedTextHash(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}
