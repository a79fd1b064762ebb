import { cosineSimilarity, documentFrequencies, tfIdfVector } from '../text/tf-idf.ts';
import { contentWordsOf } from '../text/words.ts';
import { type Atom, blockAtoms } from './block-atoms.ts';
import { breakPoints } from './break-points.ts';
import { documentBlocks } from './document-blocks.ts';
import { dotProduct } from './dot-product.ts';
import { fixedChunks } from './fixed-chunks.ts';
import { packedChunks, textBudget } from './packed-chunks.ts';
import type { Chunking } from './schema.ts';
import type { SourceFormat } from './source-format.ts';
import type { TextChunk } from './text-chunk.ts';

/** Unit vectors of texts, in their order. */
export type Embed = (texts: readonly string[]) => Promise<readonly Float32Array[]>;

/** So many sentences on each side are compared together: a single one says too little. */
const NEIGHBOURS = 1;

/**
 * Cuts a document into chunks. `semantic` asks `embed` for the vectors of the sentences; without one it compares
 * their words (TF-IDF).
 */
export async function chunkedDocument(
  text: string,
  format: SourceFormat,
  chunking: Chunking,
  embed?: Embed,
): Promise<TextChunk[]> {
  const { strategy, limit, overlap } = chunking;
  if (strategy === 'fixed') return fixedChunks(text, { limit, overlap });
  const atoms = documentBlocks(text, format).flatMap((block) =>
    blockAtoms(text, block, textBudget(block.headings, limit)),
  );
  if (strategy === 'structure') return packedChunks(text, atoms, { limit, overlap, isBreak: () => false });
  const breaks = new Set(breakPoints(await distances(text, atoms, embed)));
  return packedChunks(text, atoms, { limit, overlap: 0, isBreak: (place) => breaks.has(place) });
}

/** Of each atom from the one before it: 1 minus the cosine of what stands around each. */
async function distances(text: string, atoms: readonly Atom[], embed: Embed | undefined): Promise<number[]> {
  const around = atoms.map((_, i) => {
    const first = atoms[Math.max(0, i - NEIGHBOURS)];
    const last = atoms[Math.min(atoms.length - 1, i + NEIGHBOURS)];
    return text.slice(first?.start, last?.end);
  });
  if (embed === undefined) return wordDistances(around);
  const vectors = await embed(around);
  return vectors.slice(1).map((vector, i) => 1 - dotProduct(vector, vectors[i] ?? vector));
}

function wordDistances(texts: readonly string[]): number[] {
  const words = texts.map(contentWordsOf);
  const corpus = documentFrequencies(words);
  const vectors = words.map((own) => tfIdfVector(own, corpus));
  return vectors.slice(1).map((vector, i) => 1 - cosineSimilarity(vector, vectors[i] ?? vector));
}
