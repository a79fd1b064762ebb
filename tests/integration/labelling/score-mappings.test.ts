import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { logScores } from '#lib/ingest/log-scores.ts';
import { applyScoreMapping } from '#lib/labelling/apply-score-mapping.ts';
import { deleteScoreMapping } from '#lib/labelling/delete-score-mapping.ts';
import { listLabels } from '#lib/labelling/queries/labels.ts';
import { listScoreMappings } from '#lib/labelling/queries/score-mappings.ts';
import { saveScoreMapping } from '#lib/labelling/save-score-mapping.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { asPerson } from './people.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let now: number;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());
beforeEach(async () => {
  now = Date.parse('2026-03-01T10:00:00Z');
  ctx = await ownerContext(stores, () => new Date(now));
  await logQueries(ctx, { queries: ['a', 'b', 'c'].map((id) => ({ id, question: id, answer: 'x' })) });
  await logScores(ctx, {
    scores: [
      score('a', 'good', 'ada'),
      score('a', 'bad', 'bob'),
      score('b', 'bad', 'ada'),
      score('c', 'odd', 'ada'),
      score('late', 'good', 'ada'),
      { ...score('b', 'good', 'gpt'), source: 'judge' },
      { ...score('b', 'good', 'ada'), hitId: 'd1' },
    ],
  });
  now += 60_000;
});

const score = (queryId: string, label: string, version: string) => ({
  queryId,
  name: 'review',
  label,
  version,
  source: 'person',
});
const RULES = [
  { when: 'good', verdict: 'correct' as const },
  { when: 'bad', verdict: 'wrong' as const, failure: 'weak_reasoning' as const },
];
const labels = async () =>
  (await listLabels(ctx, { limit: 500 })).items
    .map(({ queryId, reviewer, verdict, failure }) => [queryId, reviewer, verdict, failure].join(' '))
    .sort();

test('annotations of people are no labels until a saved mapping is applied; again does nothing', async () => {
  expect(await labels()).toEqual([]);
  const { id } = await saveScoreMapping(ctx, { name: 'review', rules: RULES });
  expect(await labels()).toEqual([]);
  expect(await applyScoreMapping(ctx, { id })).toEqual({
    scores: 5,
    accepted: 3,
    duplicates: 0,
    kept: 0,
    unmatched: 1,
    rejected: 1,
    rejections: [{ queryId: 'late', code: 'not_found', message: expect.any(String) }],
  });
  const expected = ['a ada correct ', 'a bob wrong weak_reasoning', 'b ada wrong weak_reasoning'];
  expect(await labels()).toEqual(expected);
  expect(await applyScoreMapping(ctx, { id })).toMatchObject({ accepted: 0, duplicates: 3 });
  expect(await labels()).toEqual(expected);
});

test('a query that comes later, a score that changes and another meaning are taken in by applying again', async () => {
  const { id } = await saveScoreMapping(ctx, { name: 'review', rules: RULES });
  await applyScoreMapping(ctx, { id });
  now += 60_000;
  await logQueries(ctx, { id: 'late', question: 'late' });
  await logScores(ctx, score('a', 'good', 'bob'));
  const again = await saveScoreMapping(ctx, {
    name: 'review',
    rules: [...RULES, { when: 'odd', verdict: 'cannot_tell' }],
  });
  expect(again.id).toBe(id);
  expect(await applyScoreMapping(ctx, { id })).toMatchObject({ accepted: 3, duplicates: 2, unmatched: 0 });
  expect(await labels()).toEqual([
    'a ada correct ',
    'a bob correct ',
    'b ada wrong weak_reasoning',
    'c ada cannot_tell ',
    'late ada correct ',
  ]);
});

test('what a reviewer said here after the annotation stays, however often it is applied', async () => {
  const { id } = await saveScoreMapping(ctx, { name: 'review', rules: RULES });
  await applyScoreMapping(ctx, { id });
  now += 60_000;
  await writeLabels(ctx, { labels: [{ queryId: 'b', reviewer: 'ada', verdict: 'correct' }] });
  for (let round = 0; round < 2; round++) {
    now += 60_000;
    expect(await applyScoreMapping(ctx, { id })).toMatchObject({ accepted: 0, duplicates: 2, kept: 1 });
  }
  expect(await labels()).toContain('b ada correct ');
});

test('what there is to map is listed with its values; a mapping can go, its labels stay', async () => {
  const { id } = await saveScoreMapping(ctx, { name: 'review', reviewer: 'Panel', rules: RULES });
  expect(await listScoreMappings(ctx)).toMatchObject({
    mappings: [{ id, name: 'review', reviewer: 'Panel', rules: RULES, appliedAt: null }],
    scores: [{ name: 'review', n: 5 }],
  });
  const [{ said } = { said: [] }] = (await listScoreMappings(ctx)).scores;
  expect(said.toSorted((a, b) => a.label.localeCompare(b.label))).toEqual([
    { label: 'bad', value: null, n: 2 },
    { label: 'good', value: null, n: 2 },
    { label: 'odd', value: null, n: 1 },
  ]);
  await applyScoreMapping(ctx, { id });
  expect(new Set((await listLabels(ctx, {})).items.map(({ reviewer }) => reviewer))).toEqual(
    new Set(['Panel']),
  );
  await deleteScoreMapping(ctx, { id });
  const audited = await stores.controlPlane.prisma.auditEvent.findMany({
    where: { projectId: ctx.project.id, subject: 'review' },
    orderBy: { id: 'asc' },
  });
  expect(audited.map(({ action }) => action).sort()).toEqual([
    'score_mapping_applied',
    'score_mapping_deleted',
    'score_mapping_saved',
  ]);
  expect((await listScoreMappings(ctx)).mappings).toEqual([]);
  expect(await labels()).not.toEqual([]);
});

test('another project’s mapping is not found, and a reviewer may not map', async () => {
  const { id } = await saveScoreMapping(ctx, { name: 'review', rules: RULES });
  const other = await ownerContext(stores);
  await expect(applyScoreMapping(other, { id })).rejects.toMatchObject({ kind: 'not_found' });
  await expect(deleteScoreMapping(other, { id })).rejects.toMatchObject({ kind: 'not_found' });
  const reviewer = await asPerson(ctx, 'Eve');
  await expect(saveScoreMapping(reviewer, { name: 'x', rules: RULES })).rejects.toMatchObject({
    kind: 'forbidden',
  });
  await expect(applyScoreMapping(reviewer, { id })).rejects.toMatchObject({ kind: 'forbidden' });
});
