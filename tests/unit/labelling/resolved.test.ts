import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolvedGrade } from '#lib/labelling/resolved-grade.ts';
import { type LabelVote, resolvedLabel } from '#lib/labelling/resolved-label.ts';

const vote = (fields: Partial<LabelVote> = {}): LabelVote => ({
  id: 'l',
  verdict: 'correct',
  failure: null,
  secondaryFailure: null,
  detail: null,
  nothingToFind: null,
  idealAnswer: null,
  gradingProtocol: 'free',
  ...fields,
});

const FAILURES = ['missing_knowledge', 'wrong_format', 'weak_reasoning'];
const votes = fc.array(
  fc.record({
    id: fc.constant('l'),
    verdict: fc.constantFrom('correct', 'partly', 'wrong', 'cannot_tell'),
    failure: fc.option(fc.constantFrom(...FAILURES)),
    secondaryFailure: fc.option(fc.constantFrom(...FAILURES)),
    detail: fc.option(fc.constantFrom('tone', 'invented')),
    nothingToFind: fc.option(fc.boolean()),
    idealAnswer: fc.option(fc.string()),
    gradingProtocol: fc.constantFrom('free', 'all_top_k'),
  }),
  { minLength: 1, maxLength: 9 },
);

test('one label is its own resolution', () => {
  fc.assert(
    fc.property(votes, ([only]) => {
      if (only === undefined) return;
      const { id: _, ...said } = only;
      expect(resolvedLabel([only])).toEqual(said);
    }),
  );
});

test('a verdict stands when more than half give it, else the label is disputed', () => {
  fc.assert(
    fc.property(votes, (labels) => {
      const resolved = resolvedLabel(labels);
      const counts = Map.groupBy(labels, (label) => label.verdict);
      const [winner] = [...counts].find(([, group]) => 2 * group.length > labels.length) ?? [];
      expect(resolved?.verdict).toBe(winner ?? 'disputed');
      if (winner === undefined)
        expect(resolved).toMatchObject({ failure: null, detail: null, nothingToFind: null });
    }),
  );
});

test('the order of the labels decides nothing but which ideal answer is the newest', () => {
  fc.assert(
    fc.property(votes, (labels) => {
      const strip = (list: LabelVote[]) => ({ ...resolvedLabel(list), idealAnswer: null });
      expect(strip([...labels].reverse())).toEqual(strip(labels));
    }),
  );
});

test('a failure needs more than half of those who carry the verdict', () => {
  const wrong = (failure: string) => vote({ verdict: 'wrong', failure });
  expect(resolvedLabel([wrong('weak_reasoning'), wrong('wrong_format')])).toMatchObject({
    verdict: 'wrong',
    failure: null,
  });
  expect(
    resolvedLabel([
      wrong('wrong_format'),
      wrong('wrong_format'),
      vote({ verdict: 'partly', failure: 'unclear' }),
    ]),
  ).toMatchObject({ verdict: 'wrong', failure: 'wrong_format' });
});

test('partly and wrong do not add up to a majority', () => {
  const labels = ['partly', 'wrong', 'correct'].map((verdict) => vote({ verdict }));
  expect(resolvedLabel(labels)?.verdict).toBe('disputed');
});

test('nothing to find: silence is a vote against, and a tie says nothing', () => {
  const said = (...values: (boolean | null)[]) =>
    resolvedLabel(values.map((nothingToFind) => vote({ nothingToFind })))?.nothingToFind;
  expect(said(true)).toBe(true);
  expect(said(true, null, null)).toBeNull();
  expect(said(true, true, null)).toBe(true);
  expect(said(true, false)).toBeNull();
  expect(said(false, false, true)).toBe(false);
});

test('the ideal answer comes from a label with the verdict, the newest first', () => {
  const labels = [
    vote({ idealAnswer: 'old' }),
    vote({ idealAnswer: 'new' }),
    vote(),
    vote({ verdict: 'wrong', idealAnswer: 'of another verdict' }),
  ];
  expect(resolvedLabel(labels)?.idealAnswer).toBe('new');
  expect(resolvedLabel(labels.slice(2).concat(vote()))?.idealAnswer).toBe('of another verdict');
});

test('the adjudicated label decides alone', () => {
  const gold = vote({ verdict: 'wrong', failure: 'weak_reasoning', gradingProtocol: 'all_top_k' });
  expect(resolvedLabel([vote(), vote()], gold)).toMatchObject({
    verdict: 'wrong',
    failure: 'weak_reasoning',
    gradingProtocol: 'all_top_k',
  });
});

test('no label, no resolution; no grade, ungraded', () => {
  expect(resolvedLabel([])).toBeUndefined();
  expect(resolvedGrade([])).toBeUndefined();
});

test.each([
  [[0], 0],
  [[3, 1], 1],
  [[3, 0, 2], 2],
  [[3, 3, 0, 1], 1],
])('the lower median of %j is %i', (grades, expected) => {
  expect(resolvedGrade(grades)).toBe(expected);
});

test('at least half of the grades are no higher than the lower median, and at least half no lower', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }), (grades) => {
      const median = resolvedGrade(grades) ?? -1;
      expect(grades).toContain(median);
      expect(2 * grades.filter((grade) => grade <= median).length).toBeGreaterThanOrEqual(grades.length);
      expect(2 * grades.filter((grade) => grade >= median).length).toBeGreaterThanOrEqual(grades.length);
      expect(2 * grades.filter((grade) => grade < median).length).toBeLessThan(grades.length);
    }),
  );
});
