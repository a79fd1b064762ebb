import { DEFAULT_THRESHOLD } from '../../retrieval-metrics/graded-ranking.ts';
import { type EncodedExample, type EncodeOptions, type ExportFormat, splitPath } from '../format.ts';
import { isBlank, type TrainingExample, unfitForTraining } from '../training-example.ts';
import { validateReranker } from '../validators/reranker.ts';
import { passagesByRelevance } from './graded-passages.ts';
import { jsonLine } from './json-line.ts';

const PATH = '{split}.jsonl';
const COLUMNS = { query: 'string', passage: 'string', label: 'int64' } as const;

export const reranker: ExportFormat = {
  id: 'reranker',
  title: 'Reranker (cross-encoder)',
  purpose: 'training',
  needs: 'A passage that was graded for its question.',
  hasPrompt: false,
  files: [{ path: PATH, load: { config: 'default', columns: COLUMNS } }],
  encode: encodeReranker,
  validate: ({ text }) => validateReranker(text),
};

/** A row for each graded passage: label 1 for grades 2 and 3, 0 for 0 and 1. */
export function encodeReranker(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const unfit = unfitForTraining(example);
  if (unfit !== null) return { excluded: unfit };
  if (isBlank(example.searched)) return { excluded: 'empty_question' };
  const { graded } = passagesByRelevance(example);
  if (graded.length === 0) return { excluded: 'no_graded_passage' };
  const rows = graded.map(({ chunk, text, grade }) => ({
    path: splitPath(PATH, options.split),
    text: jsonLine({ query: example.searched, passage: text, label: grade >= DEFAULT_THRESHOLD ? 1 : 0 }),
    onceKey: `${example.questionHash} ${chunk}`,
  }));
  return { rows, source: null };
}
