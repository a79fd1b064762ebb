import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import {
  ANSWER_STATE,
  LABELLED_QUERIES,
  RETRIEVAL_STATE,
  UNTOUCHED_RETRIEVAL_STATE,
} from '#lib/query-log/labelled-queries.ts';
import { K_VALUES } from '#lib/query-log/schema.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { statesOfQuery } from './states-of-query.ts';
import { type TestLabel, type TestQuery, writeGrades, writeLabels, writeQueries } from './write-rows.ts';

const ROWS = 3000;
const QUESTIONS = Array.from({ length: 60 }, (_, i) => `question ${i}`);
const CHUNKS = Array.from({ length: 25 }, (_, i) => `chunk ${i}`);
const chunk = fc.constantFrom(...CHUNKS);
const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value);

const anyQuery = fc.record(
  {
    question: fc.constantFrom(...QUESTIONS),
    // Short lists are the ones that people grade to the end.
    hits: orNull(fc.oneof(fc.array(chunk, { maxLength: 3 }), fc.array(chunk, { maxLength: 25 }))),
    error: fc.constantFrom('retrieval' as const, 'generation' as const, 'other' as const),
    answerable: orNull(fc.boolean()),
  },
  { requiredKeys: ['question', 'hits'] },
);
const anyLabel = fc.record({
  verdict: fc.constantFrom('correct', 'partly', 'wrong', 'cannot_tell', 'disputed', ''),
  nothingToFind: orNull(fc.boolean()),
  grading: fc.constantFrom('all_top_k', 'until_first_relevant', 'random_m', 'free'),
});
const anyGrade = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const);
/** Mostly low grades, so that bad retrieval is as common as good. */
const anyGrades = fc.dictionary(chunk, fc.oneof(fc.constantFrom(0 as const, 1 as const), anyGrade), {
  maxKeys: 25,
});

let ctx: Context;
let close: () => Promise<void>;
beforeAll(async () => {
  const opened = await openTestStores();
  close = opened.close;
  ctx = await ownerContext(opened.stores);
});
afterAll(() => close());

const rowSchema = z.object({
  id: z.string(),
  retrieval: z.string(),
  answer: z.string(),
  untouched: z.string(),
});

test('SQL and the pure functions give every query the same states', async () => {
  const seed = 20_261_122;
  const queries: TestQuery[] = fc
    .sample(anyQuery, { numRuns: ROWS, seed })
    .map((query, i) => ({ id: `q${i}`, at: '2026-03-02T10:00:00.000Z', ...query }));
  const labels: TestLabel[] = fc
    .sample(fc.option(anyLabel), { numRuns: ROWS, seed: seed + 1 })
    .flatMap((label, i) => (label === null ? [] : [{ id: `q${i}`, ...label }]));
  // Every sixth question was never graded.
  const graded = QUESTIONS.filter((_, i) => i % 6 !== 0);
  const sampled = fc.sample(anyGrades, { numRuns: graded.length, seed });
  const grades = Object.fromEntries(graded.map((question, i) => [question, sampled[i] ?? {}]));
  await writeQueries(ctx, queries);
  await writeLabels(ctx, queries, labels);
  await writeGrades(ctx, grades);
  const labelOf = new Map(labels.map((label) => [label.id, label]));

  const seen = new Set<string>();
  for (const k of K_VALUES) {
    const rows = await ctx.stores.queryLog.rows(
      rowSchema,
      `SELECT q.query_id AS id, ${RETRIEVAL_STATE} AS retrieval, ${ANSWER_STATE} AS answer,
         ${UNTOUCHED_RETRIEVAL_STATE} AS untouched
       FROM ${LABELLED_QUERIES} WHERE q.project_id = {project:String}`,
      { project: ctx.project.id, k, hidden: [], hiddenQuestions: [] },
    );
    const stored = new Map(rows.map((row) => [row.id, row]));
    expect(stored.size).toBe(ROWS);
    for (const query of queries) {
      const label = labelOf.get(query.id);
      const row = stored.get(query.id);
      const expected = statesOfQuery(query, label, grades, k);
      expect(row, JSON.stringify({ k, query, label })).toMatchObject(expected);
      expect(row?.untouched).toBe(statesOfQuery(query, undefined, {}, k).retrieval);
      seen.add(`${expected.retrieval}-${expected.answer}`);
    }
  }
  // Six states of retrieval by three of the answer.
  expect(seen.size).toBe(18);
});
