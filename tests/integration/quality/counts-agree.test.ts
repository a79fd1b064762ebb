import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { answerSeries } from '#lib/quality/queries/answer-series.ts';
import { compare } from '#lib/quality/queries/compare.ts';
import { overview } from '#lib/quality/queries/overview.ts';
import { quadrant } from '#lib/quality/queries/quadrant.ts';
import { retrievalSeries } from '#lib/quality/queries/retrieval-series.ts';
import { traffic } from '#lib/quality/queries/traffic.ts';
import type { QualityMetric, Series } from '#lib/quality/schema.ts';
import { CELLS, type Filter } from '#lib/query-log/filter.ts';
import type { Grade } from '#lib/retrieval-metrics/graded-ranking.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';
import { statesOfQuery } from './states-of-query.ts';
import {
  type TestLabel,
  type TestQuery,
  writeFeedback,
  writeGrades,
  writeLabels,
  writeQueries,
} from './write-rows.ts';

const FILTERS = testSize('randomFilters');
/** Overview and comparison ask a dozen questions each: by default only some of the filters go there. */
const PAGES_EVERY = FILTERS < 1000 ? 10 : 1;
const QUERIES = 600;
const START = Date.parse('2026-10-20T00:00:00.000Z');
const LENGTH = 12 * 86_400_000;

const random = seededRandom(20_261_025);
const chance = (p: number) => random() < p;
const pick = <T>(values: readonly T[]): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};
const MODELS = ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', ''];
const INDEXES = ['v1', 'v2'];
const CHUNKS = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
const VERDICTS = ['correct', 'partly', 'wrong', 'cannot_tell', 'disputed'] as const;
const GRADES = [0, 1, 2, 3] as const;
const FAILURES = ['missing_knowledge', 'wrong_format', 'weak_reasoning', 'unclear'] as const;

const queries: TestQuery[] = Array.from({ length: QUERIES }, (_, i) => ({
  id: `q${i}`,
  // On the hour now and then, where an edge decides.
  at: new Date(
    START +
      Math.floor((random() * LENGTH) / 3_600_000) * 3_600_000 +
      (chance(0.2) ? 0 : Math.floor(random() * 3_600_000)),
  ).toISOString(),
  question: `question ${Math.floor(random() * 400)}`,
  hits: chance(0.1) ? null : chance(0.15) ? [] : CHUNKS.filter(() => chance(0.6)),
  ...(chance(0.12) ? { error: pick(['retrieval', 'generation', 'other'] as const) } : {}),
  origin: pick(['live', 'live', 'import', 'ask']),
  model: pick(MODELS),
  indexVersion: pick(INDEXES),
  session: chance(0.5) ? `s${Math.floor(random() * 60)}` : '',
  answerable: chance(0.1) ? chance(0.5) : null,
  tags: chance(0.3) ? ['t'] : [],
}));
const labels: TestLabel[] = queries
  .filter(() => chance(0.4))
  .map(({ id }) => {
    const verdict = pick(VERDICTS);
    return {
      id,
      verdict,
      failure: verdict === 'partly' || verdict === 'wrong' ? pick(FAILURES) : '',
      nothingToFind: chance(0.15) ? chance(0.6) : null,
      pi: chance(0.5) ? 0.1 + random() / 2 : null,
    };
  });
const grades: Record<string, Record<string, Grade>> = {};
for (const { question } of queries) {
  if (question === undefined || !chance(0.5)) continue;
  grades[question] = Object.fromEntries(
    CHUNKS.filter(() => chance(0.7)).map((chunk) => [chunk, pick(GRADES)]),
  );
}
const feedback = queries.flatMap(({ id }) =>
  ['x', 'y']
    .filter(() => chance(0.2))
    .map((user) => ({ id, user, score: chance(0.5) ? (1 as const) : (-1 as const) })),
);

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores);
  await writeQueries(ctx, queries);
  await writeLabels(ctx, queries, labels);
  await writeGrades(ctx, grades);
  await writeFeedback(ctx, feedback);
});
afterAll(() => close());

const labelOf = new Map(labels.map((label) => [label.id, label]));

const stateOf = (query: TestQuery, k: number) => statesOfQuery(query, labelOf.get(query.id), grades, k);

function randomFilter(): Filter {
  const filter: Filter = { k: pick([1, 3, 5]), tz: pick(['UTC', 'Europe/Berlin', 'Asia/Kathmandu']) };
  if (chance(0.6)) {
    const from = START + Math.floor((random() * LENGTH) / 2 / 900_000) * 900_000;
    filter.from = new Date(from).toISOString();
    filter.to = new Date(from + Math.ceil((random() * LENGTH) / 900_000) * 900_000).toISOString();
  }
  if (chance(0.3)) filter.model = [pick(MODELS), pick(MODELS)];
  if (chance(0.3)) filter.indexVersion = [pick(INDEXES)];
  if (chance(0.2)) filter.zeroHit = chance(0.5);
  if (chance(0.2)) filter.tag = ['t'];
  if (chance(0.2)) filter.origin = [pick(['live', 'import', 'ask'])];
  if (chance(0.2)) filter.verdict = [pick([...VERDICTS, 'none']), pick(VERDICTS)];
  if (chance(0.1)) filter.failure = [pick(FAILURES)];
  if (chance(0.2)) filter.error = [pick(['any', 'none', 'retrieval', 'generation'])];
  if (chance(0.1)) filter.feedback = [pick(['up', 'down', 'none'])];
  if (chance(0.25)) filter.cell = [pick(CELLS), pick(CELLS), pick(CELLS), pick(CELLS)];
  return filter;
}

function matches(query: TestQuery, filter: Filter): boolean {
  const label = labelOf.get(query.id);
  const thumbs = feedback.filter(({ id }) => id === query.id).map(({ score }) => score);
  const { retrieval, answer } = stateOf(query, filter.k ?? 5);
  const zeroHit = query.hits?.length === 0 && query.error !== 'retrieval';
  const errorNames = query.error === undefined ? ['none'] : ['any', query.error];
  const thumbNames = thumbs.length === 0 ? ['none'] : thumbs.map((score) => (score > 0 ? 'up' : 'down'));
  const at = Date.parse(query.at);
  return (
    (filter.from === undefined || at >= Date.parse(filter.from)) &&
    (filter.to === undefined || at < Date.parse(filter.to)) &&
    (filter.origin ?? ['live', 'import']).some((origin) => origin === query.origin) &&
    (filter.model?.includes(query.model ?? '') ?? true) &&
    (filter.indexVersion?.includes(query.indexVersion ?? '') ?? true) &&
    (filter.zeroHit === undefined || filter.zeroHit === zeroHit) &&
    (filter.tag === undefined || (query.tags ?? []).includes('t')) &&
    (filter.verdict?.some((verdict) => verdict === (label?.verdict ?? 'none')) ?? true) &&
    (filter.failure?.some((failure) => failure === label?.failure) ?? true) &&
    (filter.error?.some((error) => errorNames.includes(error)) ?? true) &&
    (filter.feedback?.some((thumb) => thumbNames.includes(thumb)) ?? true) &&
    (filter.cell?.includes(`${retrieval}-${answer}`) ?? true)
  );
}

/** n and `of` of every point of a metric, counted row by row. */
function bruteForce(
  rows: readonly TestQuery[],
  series: Series,
  isOf: (query: TestQuery) => boolean,
  isN: (query: TestQuery) => boolean,
): Map<string, string> {
  const counts = new Map<string, { n: number; of: number }>();
  const named = new Set(series.groups.map(({ group }) => group));
  for (const query of rows.filter(isOf)) {
    const at = Date.parse(query.at);
    const span = series.spans.find(({ from, to }) => at >= Date.parse(from) && at < Date.parse(to));
    const model = query.model ?? '';
    const group = series.groupBy === null ? null : named.has(model) ? model : 'other';
    const key = `${span?.start} ${group}`;
    const count = counts.get(key) ?? { n: 0, of: 0 };
    counts.set(key, { n: count.n + (isN(query) ? 1 : 0), of: count.of + 1 });
  }
  return new Map([...counts].map(([key, { n, of }]) => [key, `${n} of ${of}`]));
}

test(`${FILTERS} random filters: every count equals a count by hand`, async () => {
  let compared = 0;
  for (let i = 0; i < FILTERS; i += 1) {
    const filter = randomFilter();
    const k = filter.k ?? 5;
    const params = { bucket: 'day' as const, ...(chance(0.5) ? { groupBy: 'model' as const } : {}) };
    const rows = queries.filter((query) => matches(query, filter));
    const [volume, retrieval, answers, cells] = await Promise.all([
      traffic(ctx, filter, params),
      retrievalSeries(ctx, filter, params),
      answerSeries(ctx, filter, params),
      quadrant(ctx, filter),
    ]);
    const check = (
      series: Series,
      metric: QualityMetric,
      isOf: (query: TestQuery) => boolean,
      isN: (query: TestQuery) => boolean,
    ) => {
      const shown = series.buckets
        .filter((point) => point.metric === metric && point.of > 0)
        .map(({ start, group, n, of }) => [`${start} ${group}`, `${n} of ${of}`] as const);
      const expected = bruteForce(rows, series, isOf, isN);
      expect(new Map(shown), `${metric} ${JSON.stringify(filter)}`).toEqual(expected);
      compared += expected.size;
    };
    const state = (query: TestQuery) => stateOf(query, k).retrieval;
    const ran = (query: TestQuery) => query.hits !== null && query.error !== 'retrieval';
    const answerable = (query: TestQuery) => ['good', 'bad', 'unknown'].includes(state(query));
    const verdict = (query: TestQuery) => labelOf.get(query.id)?.verdict ?? '';
    const failed = (query: TestQuery) => ['partly', 'wrong'].includes(verdict(query));
    const thumbs = (query: TestQuery) =>
      feedback.filter(({ id }) => id === query.id).map(({ score }) => score);

    check(
      volume,
      'queries',
      () => true,
      () => true,
    );
    check(
      volume,
      'error_rate',
      () => true,
      ({ error }) => error !== undefined,
    );
    check(retrieval, 'zero_hit_rate', ran, ({ hits }) => hits?.length === 0);
    check(retrieval, 'zero_hit_rate_answerable', answerable, ({ hits }) => hits?.length === 0);
    check(
      answers,
      'wrong',
      (query) => verdict(query) !== '',
      (query) => verdict(query) === 'wrong',
    );
    check(answers, 'weak_reasoning', failed, (query) => labelOf.get(query.id)?.failure === 'weak_reasoning');
    check(
      answers,
      'feedback_down',
      (query) => thumbs(query).length > 0,
      (query) => thumbs(query).includes(-1),
    );

    // Hit rate: the share of good among the known with hits, times the share of queries with hits.
    for (const point of retrieval.buckets.filter(({ metric }) => metric === 'hit_rate_at_k')) {
      const here = rows.filter((query) => {
        const span = retrieval.spans.find(({ start }) => start === point.start);
        const inGroup =
          point.group === null || point.group === 'other' || point.group === (query.model ?? '');
        const others = new Set(retrieval.groups.map(({ group }) => group));
        const inOther = point.group !== 'other' || !others.has(query.model ?? '');
        return inGroup && inOther && span !== undefined && query.at >= span.from && query.at < span.to;
      });
      const known = here.filter((query) => ['good', 'bad'].includes(state(query)));
      const all = here.filter(answerable);
      const withHits = all.filter(({ hits }) => hits?.length !== 0);
      const good = known.filter((query) => state(query) === 'good').length;
      const knownWithHits = known.filter((query) => withHits.includes(query)).length;
      expect(point.n).toBe(known.length);
      expect(point.of + (point.notLookedAt ?? 0)).toBe(all.length);
      if (withHits.length === 0) expect(point.value).toBe(0);
      else if (knownWithHits === 0) expect(point.value).toBeNull();
      else expect(point.value).toBeCloseTo((good / knownWithHits) * (withHits.length / all.length), 12);
      compared += 1;
    }
    for (const { cell, n } of [...cells.cells, ...cells.others]) {
      const expected = rows.filter((query) => {
        const { retrieval, answer } = stateOf(query, k);
        return cell === `${retrieval}-${answer}`;
      }).length;
      expect(n, `${cell} ${JSON.stringify(filter)}`).toBe(expected);
    }
    expect(cells.total).toBe(rows.length);

    if (i % PAGES_EVERY > 0) continue;
    compared += await checkOverview(filter, rows);
    compared += await checkComparison(filter);
  }
  expect(compared).toBeGreaterThan(FILTERS * 20);
});

const verdictOf = (query: TestQuery) => labelOf.get(query.id)?.verdict ?? '';
const isFailed = (query: TestQuery) => ['partly', 'wrong'].includes(verdictOf(query));
const isDecided = (query: TestQuery) => isFailed(query) || verdictOf(query) === 'correct';
const ranIn = (query: TestQuery) => query.hits !== null && query.error !== 'retrieval';
const countOf = <T>(rows: readonly T[], holds: (row: T) => boolean) => rows.filter(holds).length;

/**
 * Failed of the decided: of those drawn at random, each with the inverse of its probability, where all labelled or ten of
 * them were; else of all alike.
 */
function failureRateOf(rows: readonly TestQuery[]): number | null {
  const piOf = (query: TestQuery) => labelOf.get(query.id)?.pi ?? null;
  const labelled = rows.filter((query) => verdictOf(query) !== '');
  const drawn = labelled.filter((query) => piOf(query) !== null);
  const isSample = drawn.length === labelled.length || drawn.length >= 10;
  const counting = (isSample ? drawn : labelled).filter(isDecided);
  const weight = (of: readonly TestQuery[]) =>
    of.reduce((sum, query) => sum + (isSample ? 1 / (piOf(query) ?? Number.NaN) : 1), 0);
  return counting.length === 0 ? null : weight(counting.filter(isFailed)) / weight(counting);
}

function expectShare(found: number | null | undefined, expected: number | null, what: string): void {
  if (expected === null) expect(found, what).toBeNull();
  else expect(found, what).toBeCloseTo(expected, 10);
}

async function checkOverview(filter: Filter, rows: readonly TestQuery[]): Promise<number> {
  const {
    totals,
    quadrant: shown,
    failureRates,
    labelProgress,
    quadrantChange,
  } = await overview(ctx, filter);
  const what = JSON.stringify(filter);
  expect(totals, what).toMatchObject({
    queries: rows.length,
    errors: countOf(rows, ({ error }) => error !== undefined),
    zeroHit: countOf(rows, (query) => ranIn(query) && query.hits?.length === 0),
    retrievalRan: countOf(rows, ranIn),
  });
  expect(shown.total, what).toBe(rows.length);
  expect(labelProgress, what).toMatchObject({
    queries: rows.length,
    labelled: countOf(rows, (query) => verdictOf(query) !== ''),
    randomLabelled: countOf(rows, ({ id }) => (labelOf.get(id)?.pi ?? null) !== null),
  });
  expect(failureRates.raw, what).toMatchObject({
    n: countOf(rows, isDecided),
    positives: countOf(rows, isFailed),
  });
  expect(failureRates.good, what).toMatchObject({
    n: countOf(rows, isDecided),
    positives: countOf(rows, (query) => verdictOf(query) === 'correct'),
  });
  expect(failureRates.failures, what).toBe(countOf(rows, isFailed));
  expectShare(failureRates.rate.value, failureRateOf(rows), what);
  for (const { kind, raw } of failureRates.mix) {
    const expected = countOf(rows, (query) => isFailed(query) && labelOf.get(query.id)?.failure === kind);
    expect(raw.positives, `${kind} ${what}`).toBe(expected);
  }
  if (quadrantChange !== null) {
    const before = queries.filter((query) => matches(query, { ...filter, ...quadrantChange.range }));
    const pairs = countOf(before, (query) => {
      const { retrieval, answer } = stateOf(query, filter.k ?? 5);
      return ['good', 'bad'].includes(retrieval) && answer !== 'none';
    });
    expect(quadrantChange.n, what).toBe(pairs);
  }
  return 12;
}

/** Two sides that differ in index or in time, each counted by hand. */
async function checkComparison(filter: Filter): Promise<number> {
  const middle = new Date(START + Math.floor((random() * LENGTH) / 900_000) * 900_000).toISOString();
  const [a, b]: [Filter, Filter] = chance(0.5)
    ? [{ indexVersion: ['v1'] }, { indexVersion: ['v2'] }]
    : [{ to: middle }, { from: middle, to: new Date(START + LENGTH).toISOString() }];
  const found = await compare(ctx, filter, { a, b, points: 5 });
  const sides = { a: { ...filter, ...a }, b: { ...filter, ...b } };
  const rowsOf = (side: Filter) => queries.filter((query) => matches(query, side));
  const questionsOf = (side: Filter) => new Set(rowsOf(side).map(({ question }) => question));
  const what = JSON.stringify({ filter, a, b });
  expect(found.inBoth, what).toBe(countOf(rowsOf(sides.a), (query) => matches(query, sides.b)));
  expect(found.sharedQuestions, what).toBe(questionsOf(sides.a).intersection(questionsOf(sides.b)).size);
  for (const side of ['a', 'b'] as const) {
    const rows = rowsOf(sides[side]);
    const shown = (metric: string) => found.metrics.find((row) => row.metric === metric)?.[side];
    expect(found[side], what).toMatchObject({
      queries: rows.length,
      labelled: countOf(rows, (query) => verdictOf(query) !== ''),
    });
    expect(shown('zero_hit_rate'), what).toMatchObject({
      n: countOf(rows, (query) => ranIn(query) && query.hits?.length === 0),
      of: countOf(rows, ranIn),
    });
    expect(shown('error_rate'), what).toMatchObject({
      n: countOf(rows, ({ error }) => error !== undefined),
      of: rows.length,
    });
    expectShare(shown('failure_rate')?.value, failureRateOf(rows), what);
    const states = rows.map((query) => stateOf(query, filter.k ?? 5).retrieval);
    const known = countOf(states, (state) => state === 'good' || state === 'bad');
    const answerable = known + countOf(states, (state) => state === 'unknown');
    const hitRate = shown('hit_rate_at_k');
    if (hitRate !== undefined && hitRate.of > 0) expect(hitRate.n, what).toBe(known);
    if (answerable === 0) expect(hitRate?.value ?? null, what).toBeNull();
  }
  return 12;
}
