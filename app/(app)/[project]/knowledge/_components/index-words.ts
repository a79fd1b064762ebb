import type { IndexView } from '#lib/pipeline/schema.ts';
import { countOf, formatCount } from '../../../../_components/number-format.ts';

export const STATUS_WORDS: Record<IndexView['status'], string> = {
  queued: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const STRATEGY_WORDS: Record<IndexView['chunking']['strategy'], string> = {
  structure: 'by structure',
  fixed: 'fixed size',
  semantic: 'by meaning',
};

/** "by structure, 512 tokens, overlap 64". */
export function chunkingWords({ strategy, limit, overlap }: IndexView['chunking']): string {
  return `${STRATEGY_WORDS[strategy]}, ${limit} tokens, overlap ${overlap}`;
}

/** "48 documents, 210 chunks, words only". */
export function indexWords({ documentsTotal, chunksTotal, embeddingModel }: IndexView): string {
  return [
    countOf(documentsTotal, 'document'),
    countOf(chunksTotal, 'distinct chunk'),
    embeddingModel === null ? 'words only' : `embedded by ${embeddingModel}`,
  ].join(', ');
}

export function isUnderWay(index: IndexView | null): boolean {
  return index !== null && (index.status === 'queued' || index.status === 'running');
}

/** What is being done, and which share of all the work is done. */
export function progressOf(index: IndexView): { words: string; share: number } {
  const { status, stage, documentsDone, documentsTotal, chunksDone, chunksTotal } = index;
  if (status === 'queued') return { words: 'Waiting to be indexed', share: 0 };
  const part = (done: number, of: number) => (of === 0 ? 0 : done / of);
  switch (stage) {
    case 'chunking':
      return {
        words: `Cutting into chunks: ${formatCount(documentsDone)} of ${countOf(documentsTotal, 'document')}`,
        share: 0.2 * part(documentsDone, documentsTotal),
      };
    case 'embedding':
      return {
        words: `Embedding: ${formatCount(chunksDone)} of ${countOf(chunksTotal, 'chunk')}`,
        share: 0.2 + 0.6 * part(chunksDone, chunksTotal),
      };
    case 'storing':
      return {
        words: `Storing vectors: ${formatCount(chunksDone)} of ${formatCount(chunksTotal)}`,
        share: 0.8 + 0.1 * part(chunksDone, chunksTotal),
      };
    case 'registering':
      return { words: 'Registering the chunks and finding the threshold', share: 0.9 };
  }
}
