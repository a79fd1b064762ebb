import { hash } from 'node:crypto';
import type { Chunking, EmbeddingChoice } from './schema.ts';

export interface VersionedDocument {
  name: string;
  contentHash: string;
}

/** Names what makes two vectors of one text equal. */
export function modelKeyOf({ connectionId, model, dimensions }: EmbeddingChoice): string {
  return `${connectionId}/${model}/${dimensions ?? ''}`;
}

/** Names a way of chunking; semantic chunks depend on the model too. */
export function chunkingKeyOf(chunking: Chunking, embedding: EmbeddingChoice | null): string {
  const { strategy, limit, overlap } = chunking;
  const model = strategy === 'semantic' && embedding !== null ? modelKeyOf(embedding) : '';
  return digest([strategy, limit, overlap, model]);
}

/**
 * The version of an index: the same for the same documents, chunking and embedding model, another for any other.
 * Begins with the base's name, so that people know it in a chart.
 */
export function indexVersionOf(
  baseName: string,
  documents: readonly VersionedDocument[],
  chunking: Chunking,
  embedding: EmbeddingChoice | null,
): string {
  const sorted = documents
    .map(({ name, contentHash }) => [name, contentHash])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const model = embedding === null ? null : [embedding.model, embedding.dimensions ?? null];
  const { strategy, limit, overlap } = chunking;
  const slug = baseName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${slug || 'base'}-${digest([sorted, strategy, limit, overlap, model]).slice(0, 12)}`;
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'hex').slice(0, 16);
}
