import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { whatChanged } from '#lib/quality/queries/what-changed.ts';
import type { Range } from '#lib/quality/schema.ts';
import { filterSchema } from '#lib/query-log/filter.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { type TestQuery, writeGrades, writeLabels, writeQueries } from './write-rows.ts';

const clearestChange = async (...of: Parameters<typeof whatChanged>) => (await whatChanged(...of))[0] ?? null;

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  ctx = await ownerContext(stores);
});

const DEPLOYED = Date.parse('2026-11-17T13:00:00.000Z');
const HOUR = 3_600_000;
const range: Range = {
  from: '2026-11-15T00:00:00.000Z',
  to: '2026-11-20T00:00:00.000Z',
  tz: 'Europe/Berlin',
  bucket: 'day',
};
const filter = { from: range.from, to: range.to, tz: range.tz };

/** A query every six minutes; `make` says what is special about the i-th. */
function stream(from: number, to: number, make: (i: number) => Partial<TestQuery>): TestQuery[] {
  return Array.from({ length: Math.floor((to - from) / (HOUR / 10)) }, (_, i) => {
    const at = new Date(from + (i * HOUR) / 10).toISOString();
    return { id: `${at}`, at, ...make(i) };
  });
}

test('a new index with more zero hits is named, with its first appearance in the zone of the range', async () => {
  await writeQueries(ctx, [
    ...stream(DEPLOYED - 60 * HOUR, DEPLOYED, (i) => ({
      hits: i % 50 === 0 ? [] : ['a'],
      indexVersion: 'v7',
    })),
    ...stream(DEPLOYED, DEPLOYED + 40 * HOUR, (i) => ({
      hits: i % 5 === 0 ? [] : ['a'],
      indexVersion: 'v8',
    })),
  ]);
  const change = await clearestChange(ctx, filter, range);
  // 600 queries before, 585 of them in the range (from 15 Nov 01:00 UTC); 12 of 600 and 80 of 400 found nothing.
  expect(change).toMatchObject({
    at: '2026-11-17T13:00:00.000Z',
    dimension: 'indexVersion',
    value: 'v8',
    metric: 'zero_hit_rate',
    before: 12 / 600,
    after: 80 / 400,
    nBefore: 600,
    nAfter: 400,
    text: 'Since Tue 17 Nov 14:00, index v8: zero-hit rate from 2 % to 20 % (n 600 before, 400 after)',
  });
  expect(await countQueries(ctx, filterSchema.parse({ ...filter, ...change?.filter }))).toBe(400);
});

test('a new release that changes nothing is not mentioned', async () => {
  await writeQueries(ctx, [
    ...stream(DEPLOYED - 60 * HOUR, DEPLOYED, (i) => ({ hits: i % 20 === 0 ? [] : ['a'], release: '1' })),
    ...stream(DEPLOYED, DEPLOYED + 40 * HOUR, (i) => ({ hits: i % 18 === 0 ? [] : ['a'], release: '2' })),
  ]);
  expect(await clearestChange(ctx, filter, range, false)).toBeNull();
});

test('grading that begins with a release is no change of hit rate', async () => {
  const make = (release: string) => (i: number) => ({ hits: i % 5 === 0 ? [] : ['a'], release });
  const before = stream(DEPLOYED - 60 * HOUR, DEPLOYED, make('1'));
  const after = stream(DEPLOYED, DEPLOYED + 40 * HOUR, make('2'));
  await writeQueries(ctx, [...before, ...after]);
  // Half of the hits are relevant, before and after; few were graded before.
  const grade = (rows: TestQuery[], count: number) =>
    rows
      .filter(({ hits }) => hits?.length === 1)
      .slice(0, count)
      .map(({ id }, i) => [id, { a: i % 2 === 0 ? 3 : 0 }] as const);
  await writeGrades(ctx, Object.fromEntries([...grade(before, 40), ...grade(after, 300)]));
  expect(await clearestChange(ctx, filter, range, false)).toBeNull();
});

test('a value that is new to the range but not to the project is no deployment', async () => {
  await writeQueries(ctx, [
    { id: 'long ago', at: '2026-01-01T00:00:00.000Z', indexVersion: 'v8' },
    ...stream(DEPLOYED - 60 * HOUR, DEPLOYED, () => ({ indexVersion: 'v7' })),
    ...stream(DEPLOYED, DEPLOYED + 40 * HOUR, () => ({ hits: [], indexVersion: 'v8' })),
  ]);
  expect(await clearestChange(ctx, filter, range, false)).toBeNull();
});

test('a new model is found by the labels of its answers, and a slower one by its latency', async () => {
  const before = stream(DEPLOYED - 60 * HOUR, DEPLOYED, (i) => ({ model: 'a', totalMs: 100 + (i % 100) }));
  const after = stream(DEPLOYED, DEPLOYED + 40 * HOUR, (i) => ({ model: 'b', totalMs: 100 + (i % 100) }));
  await writeQueries(ctx, [...before, ...after]);
  await writeLabels(
    ctx,
    [...before, ...after],
    [
      ...before.slice(0, 100).map(({ id }, i) => ({ id, verdict: i % 10 === 0 ? 'wrong' : 'correct' })),
      ...after.slice(0, 100).map(({ id }, i) => ({ id, verdict: i % 2 === 0 ? 'wrong' : 'correct' })),
    ],
  );
  expect((await clearestChange(ctx, filter, range))?.text).toBe(
    'Since Tue 17 Nov 14:00, model b: good answers from 90 % to 50 % (n 100 before, 100 after)',
  );

  const slow = await ownerContext(stores);
  await writeQueries(slow, [...before, ...after.map((query) => ({ ...query, totalMs: 1500 }))]);
  // Position 0.95 * 599 of six times 100 to 199: 194.
  expect((await clearestChange(slow, filter, range))?.text).toBe(
    'Since Tue 17 Nov 14:00, model b: p95 latency from 194 ms to 1.5 s (n 600 before, 400 after)',
  );
});

test('without a new value the range is held against the equally long period before', async () => {
  const from = Date.parse(range.from);
  await writeQueries(ctx, [
    ...stream(from - 48 * HOUR, from, () => ({})),
    ...stream(from, from + 48 * HOUR, (i) => (i % 4 === 0 ? { error: 'generation' } : {})),
  ]);
  expect(await clearestChange(ctx, filter, range)).toMatchObject({
    at: range.from,
    dimension: null,
    metric: 'error_rate',
    before: 0,
    after: 1 / 4,
    text: 'Since Sun 15 Nov 01:00, against the period before: error rate from 0 % to 25 % (n 480 before, 480 after)',
  });
  expect(await clearestChange(ctx, filter, range, false)).toBeNull();
});

test('noise is passed over in silence', async () => {
  // Ten releases on queries that fail by chance: a linear congruential generator at 10 %.
  let state = 7;
  const chance = () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  await writeQueries(
    ctx,
    stream(Date.parse(range.from), Date.parse(range.to), (i) => ({
      hits: chance() < 0.1 ? [] : ['a'],
      release: `r${Math.floor(i / 120)}`,
      totalMs: -100 * Math.log(1 - chance()),
      ...(chance() < 0.05 ? { error: 'generation' as const } : {}),
    })),
  );
  expect(await clearestChange(ctx, filter, range)).toBeNull();
});
