import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { type Comparison, compareParamsSchema } from '#lib/quality/compare-schema.ts';
import { compare } from '#lib/quality/queries/compare.ts';
import { readFailureRates } from '#lib/quality/queries/failure-rates.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { holm } from '#lib/statistics/holm.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type TestLabel, type TestQuery, writeGrades, writeLabels, writeQueries } from './write-rows.ts';
import { writeScores } from './write-scores.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const AT = '2026-10-20T10:00:00.000Z';
const ask = (ctx: Context, a: string, b: string, points = '5', filter: Filter = {}) =>
  compare(ctx, filter, compareParamsSchema.parse({ a, b, points }));
const metricOf = ({ metrics }: Comparison, name: string) => {
  const found = metrics.find(({ metric }) => metric === name);
  if (found === undefined) throw new Error(`no metric ${name}`);
  return found;
};

/** 240 questions asked under both indexes; v2 finds nothing for every third, and its answers fail there. */
async function twoIndexes(): Promise<Context> {
  const ctx = await ownerContext(stores);
  const random = seededRandom(5);
  const queries: TestQuery[] = ['v1', 'v2'].flatMap((indexVersion) =>
    Array.from({ length: 240 }, (_, i) => ({
      id: `${indexVersion}-${i}`,
      at: AT,
      question: `question ${i}`,
      indexVersion,
      hits: indexVersion === 'v2' && i % 3 === 0 ? [] : ['a', 'b'],
      totalMs: (indexVersion === 'v2' ? 900 : 800) + 40 * random(),
      session: i % 2 === 0 ? `${indexVersion}-s${Math.floor(i / 4)}` : '',
    })),
  );
  const labels: TestLabel[] = queries.map(({ id, hits }, i) => {
    const failed = hits?.length === 0 || i % 10 === 0;
    return failed
      ? { id, verdict: 'wrong', failure: hits?.length === 0 ? 'missing_knowledge' : 'wrong_format' }
      : { id, verdict: 'correct' };
  });
  await writeQueries(ctx, queries);
  await writeLabels(ctx, queries, labels);
  await writeGrades(ctx, Object.fromEntries(queries.map(({ question }) => [question ?? '', { a: 3, b: 0 }])));
  return ctx;
}

describe('two indexes that were asked the same', () => {
  let found: Comparison;
  let ctx: Context;
  beforeAll(async () => {
    ctx = await twoIndexes();
    found = await ask(ctx, 'indexVersion=v1', 'indexVersion=v2');
  });

  test('every metric of both sides, B less A', () => {
    expect(found).toMatchObject({ a: { queries: 240, labelled: 240 }, inBoth: 0, sharedQuestions: 240 });
    const zeroHit = metricOf(found, 'zero_hit_rate');
    expect(zeroHit.a).toMatchObject({ value: 0, n: 0, of: 240 });
    expect(zeroHit.b).toMatchObject({ n: 80, of: 240 });
    expect(zeroHit.difference?.value).toBeCloseTo(1 / 3, 12);
    expect(zeroHit.difference?.different).toBe(true);
    expect(metricOf(found, 'hit_rate_at_k').b.value).toBeCloseTo(2 / 3, 12);
    expect(metricOf(found, 'failure_rate').a).toMatchObject({ n: 24, of: 240 });
    expect(metricOf(found, 'error_rate').difference?.different).toBe(false);
    const latency = metricOf(found, 'total_ms').difference;
    expect(latency?.value).toBeGreaterThan(90);
    expect(latency?.different).toBe(true);
  });

  test('paired over the shared questions, by the counts of McNemar', () => {
    const { paired } = metricOf(found, 'zero_hit_rate');
    expect(paired).toMatchObject({ pairs: 240, a: 0, b: 1 / 3 });
    expect(paired?.difference.value).toBeCloseTo(80 / 242, 12);
    expect(metricOf(found, 'failure_rate').paired?.pairs).toBe(240);
    expect(metricOf(found, 'wrong_format').paired).toBeNull();
  });

  test('p-values are corrected for all that is shown', () => {
    const tested = found.metrics.flatMap(({ difference, paired }) =>
      [difference, paired?.difference].filter((one) => one != null),
    );
    expect(found.tests).toBe(tested.length);
    const expected = holm(tested.map(({ pValue }) => pValue));
    for (const [i, { correctedP }] of tested.entries()) expect(correctedP).toBeCloseTo(expected[i] ?? -1, 12);
  });

  test('a side against itself: no difference, and the overlap is told', async () => {
    const same = await ask(ctx, 'indexVersion=v1', '');
    expect(same.inBoth).toBe(240);
    const none = await ask(ctx, 'indexVersion=v1', 'indexVersion=v1');
    for (const { difference } of none.metrics) {
      expect(difference === null || (difference.value === 0 && !difference.different)).toBe(true);
    }
  });

  test('a smaller difference takes more labels, the badge 1.9 times as many', async () => {
    const [five, two] = [found, await ask(ctx, 'indexVersion=v1', 'indexVersion=v2', '2')];
    const more = (from: Comparison) => metricOf(from, 'failure_rate').more;
    expect(more(five)?.a).toBeGreaterThan(0);
    expect(more(two)?.a).toBeGreaterThan(4 * (more(five)?.a ?? 0));
    expect(more(five)?.badgeA).toBeGreaterThan(1.8 * (more(five)?.a ?? 0));
  });

  test('a side without queries has nothing to compare', async () => {
    const empty = await ask(ctx, 'indexVersion=v1', 'indexVersion=v9');
    expect(empty.b.queries).toBe(0);
    expect(empty.tests).toBe(0);
    for (const { difference } of empty.metrics) expect(difference).toBeNull();
  });
});

test('a side that is no filter is refused with a sentence', () => {
  const parsed = compareParamsSchema.safeParse({ a: 'model=x&colour=red', b: '' });
  expect(parsed.success).toBe(false);
  expect(parsed.error?.issues[0]?.message).toMatch(/colour/);
  expect(compareParamsSchema.safeParse({ a: '', b: '', points: '0' }).success).toBe(false);
});

describe('failure rates', () => {
  test('labels count with the inverse of their probability, the raw rate stands beside with the reason', async () => {
    const ctx = await ownerContext(stores);
    const queries: TestQuery[] = Array.from({ length: 200 }, (_, i) => ({ id: `q${i}`, at: AT }));
    // Half of the labels come from a rule that draws failures ten times as often.
    const labels: TestLabel[] = queries.map(({ id }, i) => ({
      id,
      pi: i < 100 ? 0.5 : 0.05,
      ...(i < 100 ? (i < 60 ? WRONG : CORRECT) : i < 110 ? WRONG : CORRECT),
    }));
    await writeQueries(ctx, queries);
    await writeLabels(ctx, queries, labels);
    const { rate, raw, difference, sample } = await readFailureRates(ctx, {});
    expect(sample).toBe('random');
    expect(rate.value).toBeCloseTo((60 * 2 + 10 * 20) / (100 * 2 + 100 * 20), 12);
    expect(raw.value).toBeCloseTo(0.35, 12);
    expect(difference).toMatch(/35 %.*failures more often/);
  });

  test('labels that differ count their part, an adjudicated one alone', async () => {
    const ctx = await ownerContext(stores);
    const queries: TestQuery[] = Array.from({ length: 4 }, (_, i) => ({ id: `q${i}`, at: AT }));
    await writeQueries(ctx, queries);
    await writeLabels(ctx, queries, [
      { id: 'q0', verdict: 'disputed', votes: { correct: 1, wrong_format: 1 } },
      {
        id: 'q1',
        verdict: 'wrong',
        failure: 'wrong_format',
        votes: { missing_knowledge: 1, wrong_format: 2 },
      },
      { id: 'q2', verdict: 'correct', votes: { correct: 1 } },
      { id: 'q3', verdict: 'disputed', votes: { correct: 1, cannot_tell: 1 } },
    ]);
    const { raw, mix, differing } = await readFailureRates(ctx, {});
    // Decided: 1 + 1 + 1 + a half; failed: a half + 1.
    expect(raw.value).toBeCloseTo(1.5 / 3.5, 12);
    const share = (kind: string) => mix.find((one) => one.kind === kind)?.raw.value;
    expect(share('wrong_format')).toBeCloseTo((1 / 2 + 2 / 3) / 1.5, 12);
    expect(share('missing_knowledge')).toBeCloseTo(1 / 3 / 1.5, 12);
    expect(differing).toBe(3);
  });

  test('second labels take the first reviewers’ errors out, from 50 of them on', async () => {
    const ctx = await ownerContext(stores);
    const queries: TestQuery[] = Array.from({ length: 400 }, (_, i) => ({ id: `q${i}`, at: AT }));
    const doubled = (i: number) => i % 4 === 0;
    await writeQueries(ctx, queries);
    await writeLabels(
      ctx,
      queries,
      // First labels call a fifth failed; of those labelled twice, people agree on a tenth.
      queries.map(({ id }, i) => {
        const first = i % 5 === 0 ? 'weak_reasoning' : 'correct';
        const isWrong = doubled(i) ? i % 40 === 0 : i % 5 === 0;
        return {
          id,
          pi: 0.5,
          ...(isWrong ? WRONG : CORRECT),
          labelCount: doubled(i) ? 2 : 1,
          firstVote: first,
          secondRate: 0.25,
          votes: { [isWrong ? 'weak_reasoning' : 'correct']: 1 },
        };
      }),
    );
    const { twoPhase } = await readFailureRates(ctx, {});
    expect(twoPhase?.overlap).toBe(100);
    expect(twoPhase?.firstRate).toBeCloseTo(0.2, 12);
    expect(twoPhase?.value).toBeCloseTo(0.1, 12);
    expect((await readFailureRates(ctx, { from: AT, to: AT })).twoPhase).toBeNull();
  });

  test('a judge with enough pairs narrows the rate; one without says what is missing', async () => {
    const ctx = await ownerContext(stores);
    const queries: TestQuery[] = Array.from({ length: 1000 }, (_, i) => ({ id: `q${i}`, at: AT }));
    const failed = (i: number) => i % 4 === 0;
    await writeQueries(ctx, queries);
    await writeLabels(
      ctx,
      queries,
      queries
        .filter((_, i) => i % 7 === 0)
        .map(({ id }) => ({ id, pi: 0.1, ...(failed(Number(id.slice(1))) ? WRONG : CORRECT) })),
    );
    const judged = (version: string, of: readonly TestQuery[]) =>
      of.map(({ id }, i) => ({
        id,
        name: 'verdict',
        source: 'judge' as const,
        scorer: version,
        // Wrong about every twentieth.
        value: failed(Number(id.slice(1))) === (i % 20 !== 0) ? 0 : 1,
      }));
    await writeScores(ctx, [...judged('1', queries), ...judged('2', queries.slice(0, 90))]);
    const { judges, rate } = await readFailureRates(ctx, {});
    const [ready, waiting] = judges;
    expect(ready).toMatchObject({ version: '1', pairs: 143, scored: 1000 });
    expect((ready?.rate?.upper ?? 1) - (ready?.rate?.lower ?? 0)).toBeLessThan(
      0.8 * (rate.upper - rate.lower),
    );
    expect(ready?.rate?.lower).toBeLessThan(0.25);
    expect(ready?.rate?.upper).toBeGreaterThan(0.25);
    expect(waiting).toMatchObject({ version: '2', rate: null });
    expect(waiting?.note).toMatch(/label \d+ that the judge called bad/);
  });
});

const WRONG = { verdict: 'wrong', failure: 'weak_reasoning' };
const CORRECT = { verdict: 'correct' };

test('sides of another mix of models: the difference with the mix of A stands beside the plain one', async () => {
  const ctx = await ownerContext(stores);
  // The large model fails in a fifth, the small one in three fifths, under both indexes.
  const of = (indexVersion: string, model: string, count: number) =>
    Array.from(
      { length: count },
      (_, i): TestQuery => ({ id: `${indexVersion}-${model}-${i}`, at: AT, indexVersion, model }),
    );
  const queries = [
    ...of('p1', 'large', 60),
    ...of('p1', 'small', 20),
    ...of('p2', 'large', 20),
    ...of('p2', 'small', 60),
  ];
  const labels = queries.map(({ id, model }): TestLabel => {
    const place = Number(id.split('-').at(-1)) % 5;
    return place < (model === 'large' ? 1 : 3)
      ? { id, verdict: 'wrong', failure: 'wrong_format' }
      : { id, verdict: 'correct' };
  });
  await writeQueries(ctx, queries);
  await writeLabels(ctx, queries, labels);
  const found = await ask(ctx, 'indexVersion=p1', 'indexVersion=p2');
  expect(metricOf(found, 'failure_rate').difference?.value).toBeCloseTo(0.2, 12);
  expect(found.standardised).toMatchObject({ dimension: 'model', shareA: 0.75, shareB: 0.25 });
  expect(found.standardised?.rate).toBeCloseTo(0.3, 12);
  expect(found.standardised?.difference.value).toBeCloseTo(0, 12);
});
