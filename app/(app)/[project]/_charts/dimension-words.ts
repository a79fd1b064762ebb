import type { Dimension } from '#lib/query-log/schema.ts';

export const DIMENSION_WORDS: Record<Dimension, string> = {
  model: 'Model',
  promptVersion: 'Prompt',
  retriever: 'Retriever',
  indexVersion: 'Index',
  environment: 'Environment',
  release: 'Release',
};
