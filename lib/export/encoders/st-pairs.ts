import { type EncodedExample, type EncodeOptions, type ExportFormat, splitPath } from '../format.ts';
import { isBlank, type TrainingExample, unfitForTraining } from '../training-example.ts';
import { validateStPairs } from '../validators/st-pairs.ts';
import { passagesByRelevance } from './graded-passages.ts';
import { jsonLine } from './json-line.ts';

const PATH = '{split}.jsonl';
const COLUMNS = { anchor: 'string', positive: 'string' } as const;

export const stPairs: ExportFormat = {
  id: 'st-pairs',
  title: 'sentence-transformers: pairs',
  purpose: 'training',
  needs: 'A passage graded 2 or 3 for its question.',
  hasPrompt: false,
  files: [{ path: PATH, load: { config: 'default', columns: COLUMNS } }],
  encode: encodeStPairs,
  validate: ({ text }) => validateStPairs(text),
};

/** A row for each passage graded relevant. All rows of a question have the same anchor, so that batches can keep them apart. */
export function encodeStPairs(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const unfit = unfitForTraining(example);
  if (unfit !== null) return { excluded: unfit };
  if (isBlank(example.searched)) return { excluded: 'empty_question' };
  const { relevant } = passagesByRelevance(example);
  if (relevant.length === 0) return { excluded: 'no_relevant_passage' };
  const rows = relevant.map(({ chunk, text }) => ({
    path: splitPath(PATH, options.split),
    text: jsonLine({ anchor: example.searched, positive: text }),
    onceKey: `${example.questionHash} ${chunk}`,
  }));
  return { rows, source: null };
}
