import { exportFormat } from '#lib/export/encoders/registry.ts';
import type { EncodedExample, EncodeOptions, FormatId } from '#lib/export/format.ts';
import type { Passage, TrainingExample } from '#lib/export/training-example.ts';

export const asLogged: EncodeOptions = {
  split: 'train',
  systemPrompt: { kind: 'logged' },
  context: 'logged',
};

export function passage(
  chunk: string,
  grade: number | null,
  text: string | null = `Text of ${chunk}.`,
): Passage {
  return { chunk, id: `doc-${chunk}`, title: `Title of ${chunk}`, text, grade };
}

/** A query with two ungraded hits whose answer was found correct, but for `change`. */
export function trainingExample(change: Partial<TrainingExample> = {}): TrainingExample {
  return {
    queryId: 'q-1',
    startedAt: '2026-03-01T10:00:00.000Z',
    question: 'How long is the refund window?',
    searched: change.question ?? 'How long is the refund window?',
    questionHash: 'hash-1',
    messages: [],
    tools: [],
    hits: [passage('a', null, 'Refunds: 30 days.'), passage('b', null, 'Returns need a receipt.')],
    otherJudged: [],
    answer: '30 days.',
    model: 'model-1',
    verdict: 'correct',
    failure: null,
    secondaryFailure: null,
    detail: null,
    nothingToFind: null,
    idealAnswer: null,
    labelCount: 1,
    reviewers: ['reviewer-1'],
    isTruncated: false,
    ...change,
  };
}

export function encoded(
  id: FormatId,
  change: Partial<TrainingExample> = {},
  options: Partial<EncodeOptions> = {},
): EncodedExample {
  return exportFormat(id).encode(trainingExample(change), { ...asLogged, ...options });
}

/** The rows as values by path; throws where the example is left out or a row is not valid. */
export function jsonRows(
  id: FormatId,
  change: Partial<TrainingExample> = {},
  options: Partial<EncodeOptions> = {},
): { path: string; value: Record<string, unknown> }[] {
  const result = encoded(id, change, options);
  if ('excluded' in result) throw new Error(result.excluded);
  return result.rows.map((row) => {
    const problem = exportFormat(id).validate(row);
    if (problem !== null) throw new Error(`${row.path}: ${problem}: ${row.text.slice(0, 200)}`);
    return { path: row.path, value: row.path.endsWith('.jsonl') ? JSON.parse(row.text) : { text: row.text } };
  });
}
