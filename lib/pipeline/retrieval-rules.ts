import { AppError } from '../platform/errors.ts';
import type { Answering, EmbeddingChoice, RetrievalMode } from './schema.ts';

/** Modes that compare vectors and so need an embedding model. MMR compares words where there is none. */
const NEEDS_VECTORS = new Set<RetrievalMode>(['similarity', 'hybrid']);

/** Throws `invalid` where the way of retrieving needs an embedding model and none is chosen. */
export function requireModesThatWork({
  embedding,
  answering,
}: {
  embedding: EmbeddingChoice | null;
  answering: Answering;
}): void {
  requireVectorsFor(answering.retrieval.mode, embedding, 'answering.retrieval.mode');
}

export function requireVectorsFor(
  mode: RetrievalMode,
  embedding: EmbeddingChoice | null,
  path: string,
  remedy = 'Choose one',
): void {
  if (embedding !== null || !NEEDS_VECTORS.has(mode)) return;
  throw new AppError(
    'invalid',
    `${mode} needs an embedding model. ${remedy}, or retrieve by words: lexical or mmr.`,
    { path },
  );
}
