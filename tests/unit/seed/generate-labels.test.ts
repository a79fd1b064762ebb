import { describe, expect, test } from 'vitest';
import { DETAILS } from '#lib/query-log/schema.ts';
import { generateLabels, reviewers } from '../../../prisma/seed/generate-labels.ts';
import { demoTraffic } from './demo-traffic.ts';

const { queries, truth } = demoTraffic('stale-index');
const options = { seed: 7, labelled: 220, overlapping: 70 };
const labels = generateLabels(queries, truth, options);
const queryOf = new Map(queries.map((query) => [query.id, query]));
const truthOf = new Map(truth.map((known) => [known.queryId, known]));

describe('labels', () => {
  test('are the same for the same seed, and another sample for another', () => {
    expect(generateLabels(queries, truth, options)).toEqual(labels);
    expect(generateLabels(queries, truth, { ...options, seed: 8 })).not.toEqual(labels);
  });

  test('cover the asked number of queries, some by two and some by three reviewers, none twice by one', () => {
    const byQuery = Map.groupBy(labels, ({ queryId }) => queryId);
    const counts = [...byQuery.values()].map(({ length }) => length);
    expect(byQuery.size).toBe(220);
    expect(counts.filter((count) => count > 1)).toHaveLength(70);
    expect(Math.max(...counts)).toBe(3);
    expect(new Set(labels.map(({ queryId, reviewer }) => `${queryId} ${reviewer}`)).size).toBe(labels.length);
    expect(new Set(labels.map(({ reviewer }) => reviewer))).toEqual(
      new Set(reviewers.map(({ name }) => name)),
    );
  });

  test('refer to queries with an answer and grade exactly their hits, 0 to 3', () => {
    for (const { queryId, grades } of labels) {
      const query = queryOf.get(queryId);
      expect(query?.answer).toEqual(expect.any(String));
      expect(Object.keys(grades)).toEqual(query?.hits?.map(({ id }) => id));
      expect(Object.values(grades).every((grade) => [0, 1, 2, 3].includes(grade))).toBe(true);
    }
  });

  test('name a failure with a fitting detail exactly for partly and wrong', () => {
    for (const { verdict, failure, detail } of labels) {
      const bad = verdict === 'partly' || verdict === 'wrong';
      expect(failure !== undefined).toBe(bad);
      if (failure) expect(DETAILS[failure]).toContain(detail);
      else expect(detail).toBeUndefined();
    }
  });

  test('disagree sometimes, not often', () => {
    const several = [...Map.groupBy(labels, ({ queryId }) => queryId).values()].filter(
      ({ length }) => length > 1,
    );
    const disputed = several.filter((group) => new Set(group.map(({ verdict }) => verdict)).size > 1);
    expect(disputed.length).toBeGreaterThan(1);
    expect(disputed.length / several.length).toBeLessThan(0.35);
  });
});

test('reviewers who never err give the truth: missing knowledge exactly when no hit answers', () => {
  const infallible = [{ name: 'Nora Right', verdictSlips: 0, failureSlips: 0, gradeSlips: 0 }];
  const exact = generateLabels(queries, truth, { seed: 7, labelled: 2400, overlapping: 0, team: infallible });
  const kinds = new Map<string, number>();
  for (const { queryId, verdict, failure, grades, nothingToFind } of exact) {
    const known = truthOf.get(queryId);
    const kind = failure ?? verdict;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    expect({ verdict, failure }).toEqual({
      verdict: known?.judged?.verdict,
      failure: known?.judged?.failure,
    });
    expect(nothingToFind).toBe(known?.question.coverage === 'out_of_scope');
    if (known?.question.relevant.length !== 1) continue;
    const answeredByHit = Object.values(grades).includes(3);
    if (failure === 'missing_knowledge') expect(answeredByHit, queryId).toBe(false);
    if (failure === 'weak_reasoning' || failure === 'wrong_format') expect(answeredByHit, queryId).toBe(true);
  }
  expect(exact.length).toBeGreaterThan(2300);
  for (const kind of ['correct', 'missing_knowledge', 'weak_reasoning', 'wrong_format']) {
    expect(kinds.get(kind), kind).toBeGreaterThan(20);
  }
});
