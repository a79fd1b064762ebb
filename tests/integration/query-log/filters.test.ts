import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFeedback } from '#lib/ingest/add-feedback.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { tagQueries } from '#lib/ingest/tag-queries.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { filterSchema, splitSearchParams } from '#lib/query-log/filter.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { logWithOrigin } from '../../support/log-with-origin.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;

const hit = (id: string, cited = false) => ({ id, text: `text of ${id}`, cited });

beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  ctx = await ownerContext(stores);
  await logQueries(ctx, {
    queries: [
      {
        id: 'a',
        startedAt: '2026-03-01T10:00:00Z',
        question: 'How do I reset my Password?',
        answer: 'Open the account page.',
        hits: [hit('d1', true), hit('d2')],
        model: 'gpt-a',
        promptVersion: 'p1',
        retriever: 'bm25',
        indexVersion: 'v1',
        environment: 'prod',
        release: 'r1',
        sessionId: 's1',
        userId: 'u1',
        tags: ['vip'],
        metadata: { team: 'red', 'a.b': '1' },
        feedback: { score: 1 },
      },
      {
        id: 'b',
        startedAt: '2026-03-01T10:59:59.999Z',
        question: 'Straße in München?',
        answer: 'reset, said the password',
        hits: [],
        model: 'gpt-b',
        indexVersion: 'v2',
        sessionId: 's1',
        userId: 'u2',
        metadata: { team: 'blue' },
      },
      {
        id: 'c',
        startedAt: '2026-03-01T11:00:00Z',
        question: 'snake_case names',
        answer: null,
        error: { stage: 'retrieval', type: 'timeout', message: 'x' },
        hits: [],
        model: 'gpt-a',
      },
      { id: 'd', startedAt: '2026-03-02T00:00:00+05:45', question: 'no retrieval here', answer: 'ok' },
      {
        id: 'e',
        startedAt: '2026-03-05T12:00:00Z',
        question: 'Empty?',
        answer: '',
        hits: [hit('d3')],
        error: { stage: 'generation', type: 'aborted', message: 'y' },
        tags: ['vip', 'new'],
      },
    ],
  });
  await logWithOrigin(ctx, { id: 'imp', startedAt: '2020-01-01T00:00:00Z', question: 'old' }, 'import');
  await logWithOrigin(ctx, { id: 'asked', startedAt: '2026-03-01T10:30:00Z', question: 'tried' }, 'ask');
  await addFeedback(ctx, { queryId: 'b', feedback: { score: -1, userId: 'u2' } });
  await addFeedback(ctx, { queryId: 'a', feedback: { score: -1, userId: 'u9' } });
  await tagQueries(ctx, { ids: ['b', 'd'], add: ['later'], remove: [] });
  await tagQueries(
    { ...ctx, now: () => new Date(Date.now() + 1000) },
    { ids: ['d'], add: [], remove: ['later'] },
  );
  const labelled = await writeLabels(ctx, {
    labels: [
      { queryId: 'a', reviewer: 'Ann', verdict: 'correct', grades: { d1: 3, d2: 0 } },
      {
        queryId: 'b',
        reviewer: 'Ann',
        verdict: 'wrong',
        failure: 'missing_knowledge',
        detail: 'not_in_corpus',
      },
      { queryId: 'd', reviewer: 'Ann', verdict: 'correct' },
      { queryId: 'd', reviewer: 'Bob', verdict: 'wrong', failure: 'wrong_format', detail: 'tone' },
    ],
  });
  expect(labelled).toMatchObject({ accepted: 4, rejected: [] });
});
afterAll(() => close());

const live = 'e d c b a imp';

test.each([
  ['', live],
  ['from=2026-03-01T11:00:00Z', 'e d c'],
  ['to=2026-03-01T11:00:00Z', 'b a imp'],
  ['from=2026-03-01T10:00:00Z&to=2026-03-01T10:59:59.999Z', 'a'],
  ['from=2026-03-01T16:15:00%2B05:45&to=2026-03-01T16:45:00%2B05:45', 'b'],
  ['from=2026-03-01T15:45:00%2B05:45&to=2026-03-01T16:45:00%2B05:45', 'b a'],
  ['q=password', 'b a'],
  ['q=PASSWORD reset', 'b a'],
  ['q=pass', ''],
  ['q=password page', ''],
  ['q=straße münchen', 'b'],
  ['q=MÜNCHEN', 'b'],
  ['q=snake_case', 'c'],
  ['q=?!', ''],
  ['model=gpt-a', 'c a'],
  ['model=gpt-a&model=gpt-b', 'c b a'],
  ['model=(none)', 'e d imp'],
  ['promptVersion=p1', 'a'],
  ['retriever=bm25', 'a'],
  ['indexVersion=v1&indexVersion=v2', 'b a'],
  ['environment=prod', 'a'],
  ['release=r1', 'a'],
  ['tag=vip', 'e a'],
  ['tag=later', 'b'],
  ['tag=later&tag=new', 'e b'],
  ['sessionId=s1', 'b a'],
  ['userId=u2', 'b'],
  ['metadata.team=red', 'a'],
  ['metadata.team=red&metadata.team=blue', 'b a'],
  ['metadata.a.b=1', 'a'],
  ['metadata.none=x', ''],
  ['origin=ask', 'asked'],
  ['origin=import', 'imp'],
  ['origin=live&origin=ask', 'e d c b asked a'],
  ['verdict=correct', 'a'],
  ['verdict=disputed', 'd'],
  ['verdict=none', 'e c imp'],
  ['verdict=none&verdict=wrong', 'e c b imp'],
  ['failure=missing_knowledge', 'b'],
  ['failure=wrong_format', ''],
  ['detail=not_in_corpus', 'b'],
  ['reviewer=Bob', 'd'],
  ['reviewer=Ann&reviewer=Bob', 'd b a'],
  ['feedback=up', 'a'],
  ['feedback=down', 'b a'],
  ['feedback=none', 'e d c imp'],
  ['feedback=up&feedback=none', 'e d c a imp'],
  ['error=any', 'e c'],
  ['error=none', 'd b a imp'],
  ['error=retrieval', 'c'],
  ['error=generation&error=none', 'e d b a imp'],
  ['zeroHit=true', 'b'],
  ['zeroHit=false', 'e d c a imp'],
  ['cited=true', 'a'],
  ['cell=good-good', 'a'],
  ['cell=bad-bad', 'b'],
  ['cell=failed-none', 'c'],
  ['cell=not_used-none', 'd imp'],
  ['cell=unknown-none', 'e'],
  ['cell=good-good&cell=failed-none', 'c a'],
  ['verdict=correct&model=gpt-b', ''],
  ['tag=vip&error=none&zeroHit=false', 'a'],
])('%s finds "%s"', async (search, expected) => {
  const { filter, rest } = splitSearchParams(new URLSearchParams(search));
  expect(rest).toEqual({});
  const page = await listQueries(ctx, { filter: filterSchema.parse(filter) });
  expect(page.items.map((item) => item.id).join(' ')).toBe(expected);
  expect(page.total).toBe(page.items.length);
});

test('a long search is no fault', async () => {
  const q = Array.from({ length: 200 }, (_, i) => `w${i}`)
    .join(' ')
    .slice(0, 1000);
  expect(await listQueries(ctx, { filter: { q } })).toMatchObject({ total: 0 });
});
