import { describe, expect, test } from 'vitest';
import { writtenLabelSchema } from '#lib/labelling/schema.ts';
import { mappedLabel, type PersonScore, saveScoreMappingSchema } from '#lib/labelling/score-mapping.ts';

const mapping = saveScoreMappingSchema.parse({
  name: 'failure_label',
  rules: [
    { when: 'good', verdict: 'correct' },
    { when: 'missing', verdict: 'wrong', failure: 'missing_knowledge', inDocuments: 'yes_not_found' },
    { when: '0..0.4', verdict: 'wrong', failure: 'unclear' },
    { when: '0.4..0.7', verdict: 'partly', failure: 'unclear' },
    { when: '1..1', verdict: 'correct' },
  ],
});
const score = (more: Partial<PersonScore>): PersonScore => ({
  queryId: 'q',
  name: 'failure_label',
  version: 'ada',
  value: null,
  label: '',
  comment: '',
  ...more,
});

test.each([
  [{ label: 'good' }, { verdict: 'correct' }],
  [{ label: 'missing' }, { verdict: 'wrong', failure: 'missing_knowledge', inDocuments: 'yes_not_found' }],
  [{ value: 0 }, { verdict: 'wrong', failure: 'unclear' }],
  [{ value: 0.4 }, { verdict: 'wrong', failure: 'unclear' }],
  [{ value: 0.41 }, { verdict: 'partly', failure: 'unclear' }],
  [{ value: 1 }, { verdict: 'correct' }],
  [{ value: 0, label: 'good' }, { verdict: 'correct' }],
])('%o is %o: labels and ranges, the first rule decides', (said, label) => {
  const made = mappedLabel(mapping, score(said));
  expect(made).toEqual({ queryId: 'q', reviewer: 'ada', ...label });
  expect(writtenLabelSchema.safeParse(made).success).toBe(true);
});

test.each([{ label: 'Good' }, { value: 0.9 }, { value: -1 }, { comment: 'good' }])(
  '%o means nothing',
  (said) => {
    expect(mappedLabel(mapping, score(said))).toBeUndefined();
  },
);

test('the name is the mapping’s, else who gave the score; a comment is the note', () => {
  const comment = 'x'.repeat(20_000);
  expect(mappedLabel({ ...mapping, reviewer: 'Panel' }, score({ label: 'good', comment }))).toMatchObject({
    reviewer: 'Panel',
    note: 'x'.repeat(10_000),
  });
  expect(mappedLabel(mapping, score({ label: 'good', version: '' }))?.reviewer).toBe(
    'Imported: failure_label',
  );
});

describe('a mapping that would make a label nobody could give is refused', () => {
  test.each([
    [{ when: 'x', verdict: 'wrong' }, ['rules', 0, 'failure']],
    [{ when: 'x', verdict: 'correct', failure: 'unclear' }, ['rules', 0, 'failure']],
    [{ when: 'x', verdict: 'wrong', failure: 'wrong_format', detail: 'invented' }, ['rules', 0, 'detail']],
    [{ when: '', verdict: 'correct' }, ['rules', 0, 'when']],
    [{ when: 'x', verdict: 'fine' }, ['rules', 0, 'verdict']],
  ])('%o', (rule, path) => {
    const { error } = saveScoreMappingSchema.safeParse({ name: 'n', rules: [rule] });
    expect(error?.issues[0]?.path).toEqual(path);
  });
});
