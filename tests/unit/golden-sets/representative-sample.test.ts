import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Candidate, representativeSample } from '#lib/golden-sets/representative-sample.ts';

const candidate = (kind: string, i: number): Candidate => ({
  queryId: `q${i}`,
  question: `Question ${i}`,
  kind,
});
const kindsOf = (chosen: readonly Candidate[]) =>
  Object.fromEntries([...Map.groupBy(chosen, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length]));

test('each kind has its share, and the rarest at least one', () => {
  const candidates = [
    ...Array.from({ length: 80 }, (_, i) => candidate('correct', i)),
    ...Array.from({ length: 19 }, (_, i) => candidate('weak_reasoning', 80 + i)),
    candidate('wrong_format', 99),
  ];
  const { chosen, coverage } = representativeSample(candidates, [candidates.map((_, i) => i)], 10);
  expect(kindsOf(chosen)).toEqual({ correct: 8, weak_reasoning: 1, wrong_format: 1 });
  expect(coverage.kinds).toEqual([
    { kind: 'correct', chosen: 8, of: 80 },
    { kind: 'weak_reasoning', chosen: 1, of: 19 },
    { kind: 'wrong_format', chosen: 1, of: 1 },
  ]);
});

test('groups of like questions are chosen from in proportion, the random order within', () => {
  const candidates = Array.from({ length: 20 }, (_, i) => candidate('correct', i));
  const clusters = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [10, 11, 12, 13, 14], [15, 16, 17], [18], [19]];
  const { chosen, coverage } = representativeSample(candidates, clusters, 10);
  expect(chosen.map(({ queryId }) => queryId)).toEqual([
    'q0',
    'q1',
    'q2',
    'q3',
    'q4',
    'q10',
    'q11',
    'q12',
    'q15',
    'q16',
  ]);
  expect(coverage).toMatchObject({
    chosen: 10,
    clusters: { chosen: 3, of: 5 },
    largest: [
      { question: 'Question 0', chosen: 5, of: 10 },
      { question: 'Question 10', chosen: 3, of: 5 },
      { question: 'Question 15', chosen: 2, of: 3 },
      { question: 'Question 18', chosen: 0, of: 1 },
      { question: 'Question 19', chosen: 0, of: 1 },
    ],
  });
});

test('any candidates: as many as asked for, nobody twice, no kind left out, the shares as they are', () => {
  const worlds = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(5)), { maxLength: 60 });
  fc.assert(
    fc.property(worlds, fc.integer({ min: 1, max: 70 }), (world, size) => {
      const candidates = world.map(([kind], i) => candidate(kind, i));
      const clusters = [...Map.groupBy(world.keys(), (i) => world[i]?.[1] ?? 0).values()];
      const { chosen, coverage } = representativeSample(candidates, clusters, size);
      expect(chosen).toHaveLength(Math.min(size, candidates.length));
      expect(new Set(chosen.map(({ queryId }) => queryId)).size).toBe(chosen.length);
      if (size >= coverage.kinds.length)
        for (const { chosen: some } of coverage.kinds) expect(some).toBeGreaterThan(0);
      expect(
        Object.fromEntries(
          coverage.kinds.filter((kind) => kind.chosen > 0).map((kind) => [kind.kind, kind.chosen]),
        ),
      ).toEqual(kindsOf(chosen));
      expect(representativeSample(candidates, clusters, size).chosen).toEqual(chosen);
    }),
  );
});
