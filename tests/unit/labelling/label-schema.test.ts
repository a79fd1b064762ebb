import { expect, test } from 'vitest';
import { labelInputSchema, writtenLabelSchema } from '#lib/labelling/schema.ts';

const errorOf = (input: unknown) => {
  const issue = labelInputSchema.safeParse(input).error?.issues[0];
  return issue && `${issue.path.join('.')}: ${issue.message}`;
};

test.each([
  [{ verdict: 'wrong' }, 'failure: is required with the verdict wrong'],
  [{ verdict: 'partly', failure: null }, 'failure: is required with the verdict partly'],
  [{ verdict: 'correct', failure: 'unclear' }, 'failure: goes only with the verdicts partly and wrong'],
  [{ verdict: 'cannot_tell', failure: 'unclear' }, 'failure: goes only with the verdicts partly and wrong'],
  [
    { verdict: 'wrong', failure: 'weak_reasoning', detail: 'tone' },
    'detail: tone is not a detail of weak_reasoning',
  ],
  [{ verdict: 'correct', detail: 'tone' }, 'detail: goes only with a failure'],
  [
    { verdict: 'wrong', failure: 'unclear', inDocuments: 'no' },
    'inDocuments: goes only with the failure missing',
  ],
  [
    { verdict: 'wrong', failure: 'unclear', secondaryFailure: 'unclear' },
    'secondaryFailure: needs a primary failure that is another one',
  ],
  [{ verdict: 'correct', secondaryFailure: 'unclear' }, 'secondaryFailure: needs a primary failure'],
  [{ verdict: 'correct', grades: { a: 4 } }, 'grades.a: must be 0, 1, 2 or 3'],
  [{ verdict: 'correct', grades: { a: null } }, 'grades.a: must be 0, 1, 2 or 3'],
  [{ verdict: 'good' }, 'verdict: Invalid option'],
])('%j is refused with a sentence', (input, message) => {
  expect(errorOf(input)).toContain(message);
});

test.each([
  ['no', 'not_in_corpus'],
  ['yes_not_found', 'not_retrieved'],
  ['yes_broken', 'bad_chunk'],
  ['unknown', undefined],
])('in the documents: %s means the detail %s', (inDocuments, detail) => {
  const label = { verdict: 'wrong', failure: 'missing_knowledge', inDocuments };
  expect(labelInputSchema.parse(label).detail).toBe(detail);
  expect(labelInputSchema.parse({ ...label, detail: 'outdated' }).detail).toBe('outdated');
});

test('null, absent and blank say nothing; ungraded stays ungraded', () => {
  const label = labelInputSchema.parse({ verdict: 'correct', failure: null, idealAnswer: '', note: null });
  expect(label).toMatchObject({ failure: undefined, idealAnswer: undefined, note: undefined, grades: {} });
});

test('text that the stores cannot hold is changed, not refused', () => {
  const label = writtenLabelSchema.parse({
    queryId: 'q',
    reviewer: ' Ada\0 ',
    verdict: 'correct',
    note: 'a\0b',
    idealAnswer: '\ud800',
  });
  expect(label).toMatchObject({ reviewer: 'Ada\u2400', note: 'a\u2400b', idealAnswer: '\ufffd' });
});

test('parsing what was parsed changes nothing', () => {
  const once = labelInputSchema.parse({
    verdict: 'wrong',
    failure: 'missing_knowledge',
    inDocuments: 'no',
    grades: { a: 1 },
    bulkGrades: ['a'],
    missingDocument: { chunk: 'c' },
  });
  expect(labelInputSchema.parse(once)).toEqual(once);
});
