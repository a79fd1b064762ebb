import type { RetrievalMode } from '#lib/pipeline/schema.ts';

export const MODE_WORDS: Record<RetrievalMode, string> = {
  lexical: 'By words (lexical, BM25)',
  similarity: 'By similarity',
  mmr: 'Similar and different (MMR)',
  hybrid: 'Words and similarity (hybrid)',
};

/** What can be chosen for one question; undefined: as the knowledge base has it. */
export interface AskChoices {
  mode?: RetrievalMode;
  k?: number;
  lambda?: number;
  indexVersion?: string;
  promptVersion?: string;
  /** A connection and a model; null: the extractive answerer. */
  chat?: { connectionId: string; model: string } | null;
}

/** A base as the page needs it. */
export interface AskBase {
  id: string;
  name: string;
  hasVectors: boolean;
  mode: RetrievalMode;
  k: number;
  lambda: number;
  currentVersion: string;
  versions: string[];
  promptVersion: string;
  chat: { connectionId: string; model: string } | null;
}

export interface ChatOption {
  connectionId: string;
  name: string;
  model: string;
}
