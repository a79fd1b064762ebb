import fc from 'fast-check';
import type { Grade, GradedRanking } from '#lib/retrieval-metrics/graded-ranking.ts';

export const grade = fc.constantFrom<Grade>(0, 1, 2, 3);

export const cutoff = fc.integer({ min: 1, max: 12 });

/** Partly graded, as people leave them. */
export const gradedRanking: fc.Arbitrary<GradedRanking> = fc.record({
  grades: fc.array(fc.option(grade), { maxLength: 10 }),
  outside: fc.array(grade, { maxLength: 5 }),
});

/** The same together with a grade for every gap: what the reviewers might have said. */
export const rankingWithTruth = gradedRanking.chain((ranking) =>
  fc.array(grade, { minLength: ranking.grades.length, maxLength: ranking.grades.length }).map((truth) => ({
    ranking,
    truth: { grades: truth.map((said, i) => ranking.grades[i] ?? said), outside: ranking.outside },
  })),
);
