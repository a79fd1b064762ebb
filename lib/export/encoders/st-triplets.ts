import { type EncodedExample, type EncodeOptions, type ExportFormat, splitPath } from '../format.ts';
import { isBlank, type TrainingExample, unfitForTraining } from '../training-example.ts';
import { validateStTriplets } from '../validators/st-triplets.ts';
import { passagesByRelevance } from './graded-passages.ts';
import { jsonLine } from './json-line.ts';

const PATH = '{split}.jsonl';
const COLUMNS = { anchor: 'string', positive: 'string', negative: 'string' } as const;
/** More would let a question with many graded hits outweigh the others. */
const NEGATIVES_A_POSITIVE = 5;

export const stTriplets: ExportFormat = {
  id: 'st-triplets',
  title: 'sentence-transformers: triplets',
  purpose: 'training',
  needs: 'A passage graded 2 or 3 for its question, and one graded 0.',
  hasPrompt: false,
  files: [{ path: PATH, load: { config: 'default', columns: COLUMNS } }],
  encode: encodeStTriplets,
  validate: ({ text }) => validateStTriplets(text),
};

/**
 * A row for each passage graded relevant with each of the five highest ranked that people graded irrelevant to the
 * same question. What nobody graded is no negative, and what is only related (grade 1) is neither.
 */
export function encodeStTriplets(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const unfit = unfitForTraining(example);
  if (unfit !== null) return { excluded: unfit };
  if (isBlank(example.searched)) return { excluded: 'empty_question' };
  const { relevant, irrelevant } = passagesByRelevance(example);
  if (relevant.length === 0) return { excluded: 'no_relevant_passage' };
  if (irrelevant.length === 0) return { excluded: 'no_irrelevant_passage' };
  const hardest = irrelevant.slice(0, NEGATIVES_A_POSITIVE);
  const rows = relevant.flatMap((positive) =>
    hardest.map((negative) => ({
      path: splitPath(PATH, options.split),
      text: jsonLine({ anchor: example.searched, positive: positive.text, negative: negative.text }),
      onceKey: `${example.questionHash} ${positive.chunk} ${negative.chunk}`,
    })),
  );
  return { rows, source: null };
}
