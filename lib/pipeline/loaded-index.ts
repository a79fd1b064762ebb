import type { LexicalIndex } from './lexical-index.ts';

/** A chunk as questions meet it. */
export interface KnownChunk {
  /** `<document>#<number from 1>`: the hit's id. */
  id: string;
  /** The document's name. */
  source: string;
  /** The headings it stands under, else the document's title. */
  title: string;
  text: string;
  /** What is embedded and searched. */
  indexed: string;
  textHash: string;
  start: number;
  end: number;
}

/** An index in memory: its chunks and the search over their words. */
export interface LoadedIndex {
  id: string;
  baseId: string;
  version: string;
  chunks: readonly KnownChunk[];
  /** Places of the chunks by the hash of what is embedded; two documents can say the same. */
  placesOf: ReadonlyMap<string, readonly number[]>;
  lexical: LexicalIndex;
}
