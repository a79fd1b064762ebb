import { DEFAULT_THRESHOLD } from '../../retrieval-metrics/graded-ranking.ts';
import {
  type EncodedExample,
  type EncodeOptions,
  type ExportFormat,
  type FormatRow,
  splitPath,
} from '../format.ts';
import { isBlank, type Passage, type TrainingExample, unfitForTraining } from '../training-example.ts';
import { validateBeir } from '../validators/beir.ts';
import { jsonLine } from './json-line.ts';

const CORPUS = 'corpus.jsonl';
const QUERIES = 'queries.jsonl';
const QRELS = 'qrels/{split}.tsv';
const QRELS_LINES = 'qrels/{split}.jsonl';

export const beir: ExportFormat = {
  id: 'beir',
  title: 'BEIR: retrieval benchmark',
  purpose: 'evaluation',
  needs: 'A passage graded 2 or 3 for its question.',
  hasPrompt: false,
  files: [
    {
      path: QRELS_LINES,
      load: { config: 'default', columns: { 'query-id': 'string', 'corpus-id': 'string', score: 'int64' } },
    },
    { path: QRELS, header: 'query-id\tcorpus-id\tscore' },
    {
      path: CORPUS,
      load: {
        config: 'corpus',
        columns: { _id: 'string', title: 'string', text: 'string', metadata: 'json' },
      },
    },
    { path: QUERIES, load: { config: 'queries', columns: { _id: 'string', text: 'string' } } },
  ],
  encode: encodeBeir,
  validate: validateBeir,
};

/**
 * The question, what was found for it or graded, and the grades. A document is a passage, and its id the hash of
 * its text; the application's own name is in its metadata. Passages that nobody graded are in the corpus alone.
 */
export function encodeBeir(example: TrainingExample, options: EncodeOptions): EncodedExample {
  const unfit = unfitForTraining(example);
  if (unfit !== null) return { excluded: unfit };
  if (isBlank(example.searched)) return { excluded: 'empty_question' };
  const passages = [...example.hits, ...example.otherJudged].filter(({ text }) => !isBlank(text));
  if (!passages.some(({ grade }) => (grade ?? 0) >= DEFAULT_THRESHOLD))
    return { excluded: 'no_relevant_passage' };
  const query = jsonLine({ _id: example.questionHash, text: example.searched });
  const rows = [
    { path: QUERIES, text: query, onceKey: example.questionHash },
    ...passages.map(document),
    ...passages.flatMap(({ chunk, grade }) =>
      grade === null ? [] : judgement(example.questionHash, chunk, grade, options),
    ),
  ];
  return { rows, source: null };
}

function document({ chunk, id, title, text }: Passage): FormatRow {
  return { path: CORPUS, text: jsonLine({ _id: chunk, title, text, metadata: { id } }), onceKey: chunk };
}

function judgement(question: string, chunk: string, grade: number, { split }: EncodeOptions): FormatRow[] {
  const onceKey = `${question} ${chunk}`;
  const line = jsonLine({ 'query-id': question, 'corpus-id': chunk, score: grade });
  return [
    { path: splitPath(QRELS, split), text: `${question}\t${chunk}\t${grade}`, onceKey },
    { path: splitPath(QRELS_LINES, split), text: line, onceKey },
  ];
}
