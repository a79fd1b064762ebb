import { afterAll, beforeAll, expect, test } from 'vitest';
import { mirrorLabels } from '#lib/labelling/mirror-labels.ts';
import { reconcileMirror } from '#lib/labelling/reconcile-mirror.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { chunkOf, logQueries, plainQueries } from './logged-queries.ts';
import { mirroredGrades, mirroredLabels } from './mirrored.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

/** Three reviewers on three queries: one agreed, one by majority, one disputed. */
const LABELS = [
  ...['Ada', 'Bob', 'Cy'].map((reviewer, i) => ({
    queryId: 'q-1',
    reviewer,
    verdict: 'wrong',
    failure: i === 2 ? 'wrong_format' : 'missing_knowledge',
    inDocuments: i === 2 ? null : 'no',
    grades: { 'a-1': i, 'b-1': i === 0 ? 0 : 3 },
  })),
  { queryId: 'q-2', reviewer: 'Ada', verdict: 'correct', idealAnswer: 'so', grades: { 'a-2': 1 } },
  { queryId: 'q-2', reviewer: 'Bob', verdict: 'correct', nothingToFind: true, grades: { 'a-2': 3 } },
  { queryId: 'q-2', reviewer: 'Cy', verdict: 'partly', failure: 'weak_reasoning' },
  { queryId: 'q-3', reviewer: 'Ada', verdict: 'correct' },
  { queryId: 'q-3', reviewer: 'Bob', verdict: 'wrong', failure: 'unclear' },
];

test('the query log gets the resolved label and the resolved grades', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(3));
  expect(await writeLabels(ctx, { labels: LABELS })).toMatchObject({ accepted: 8, rejected: [] });
  const bucket = Date.parse('2026-01-05T10:00:00Z') / 1000;
  const silent = { secondary_failure: '', nothing_to_find: null, grading: 'free', pi: null, bucket };
  expect(await mirroredLabels(ctx)).toEqual([
    {
      ...silent,
      query_id: 'q-1',
      verdict: 'wrong',
      failure: 'missing_knowledge',
      detail: 'not_in_corpus',
      has_ideal_answer: false,
      label_count: 3,
      reviewers: ['Ada', 'Bob', 'Cy'],
    },
    {
      ...silent,
      query_id: 'q-2',
      verdict: 'correct',
      failure: '',
      detail: '',
      has_ideal_answer: true,
      label_count: 3,
      reviewers: ['Ada', 'Bob', 'Cy'],
    },
    {
      ...silent,
      query_id: 'q-3',
      verdict: 'disputed',
      failure: '',
      detail: '',
      has_ideal_answer: false,
      label_count: 2,
      reviewers: ['Ada', 'Bob'],
    },
  ]);
  const grades = await mirroredGrades(ctx);
  const gradeOf = (text: string) => grades.find((row) => row.chunk === chunkOf(text))?.grade;
  expect(grades).toHaveLength(3);
  expect([gradeOf('text a 1'), gradeOf('text b 1'), gradeOf('text a 2')]).toEqual([1, 3, 1]);
});

test('a mirror that lost rows, kept old ones or has rows of nobody is rebuilt to the same rows', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(1200));
  const many = plainQueries(1200).map(({ id }, i) => ({
    queryId: id,
    verdict: 'correct',
    grades: { [`a-${i + 1}`]: i % 4 },
  }));
  for (let from = 0; from < many.length; from += 500)
    await writeLabels(ctx, { labels: many.slice(from, from + 500) });
  await writeLabels(ctx, { labels: LABELS });
  const labels = await mirroredLabels(ctx);
  const grades = await mirroredGrades(ctx);
  expect([labels.length, grades.length]).toEqual([1200, 1201]);
  expect(await reconcileMirror(stores)).toEqual({ queries: 0, questions: 0 });

  const project = { project: ctx.project.id };
  await stores.queryLog.command('DELETE FROM query_labels WHERE project_id = {project:String}', project);
  await stores.queryLog.command('DELETE FROM judgements WHERE project_id = {project:String}', project);
  expect([await mirroredLabels(ctx), await mirroredGrades(ctx)]).toEqual([[], []]);
  expect(await reconcileMirror(stores)).toEqual({ queries: 1200, questions: 1200 });
  expect([await mirroredLabels(ctx), await mirroredGrades(ctx)]).toEqual([labels, grades]);

  // Rows under versions of the future, as a clock that was wrong leaves them.
  const version = Date.now() * 1000 + 1e12;
  const stale = { project_id: ctx.project.id, version, deleted: 0 };
  await stores.queryLog.insert('query_labels', [
    { ...stale, query_id: 'q-1', verdict: 'correct' },
    { ...stale, query_id: 'nobody', verdict: 'correct' },
  ]);
  await stores.queryLog.insert('judgements', [
    { ...stale, question_hash: chunkOf('q-1'), chunk_hash: chunkOf('text a 1'), grade: 3 },
    { ...stale, question_hash: chunkOf('q-1'), chunk_hash: 'nothing', grade: 3 },
    { ...stale, question_hash: '~', chunk_hash: 'nothing', grade: 3 },
  ]);
  expect(await reconcileMirror(stores)).toEqual({ queries: 2, questions: 2 });
  expect([await mirroredLabels(ctx), await mirroredGrades(ctx)]).toEqual([labels, grades]);
});

test('while the query log does not take rows a label is stored all the same, and shown later', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(1));
  const broken = { ...stores.queryLog, insert: () => Promise.reject(new Error('the query log is down')) };
  const answer = await writeLabels(
    { ...ctx, stores: { ...stores, queryLog: broken } },
    { labels: [{ queryId: 'q-1', verdict: 'correct' }] },
  );
  expect(answer).toMatchObject({ accepted: 1 });
  expect(await mirroredLabels(ctx)).toEqual([]);
  await mirrorLabels(stores, ctx.project.id);
  expect(await mirroredLabels(ctx)).toHaveLength(1);
});
