import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tagQueries } from '#lib/ingest/tag-queries.ts';
import { claimItem } from '#lib/labelling/claim-item.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { submitLabel } from '#lib/labelling/submit-label.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { answerSeries } from '#lib/quality/queries/answer-series.ts';
import { labelProgress } from '#lib/quality/queries/label-progress.ts';
import { quadrant } from '#lib/quality/queries/quadrant.ts';
import { scoreSeries } from '#lib/quality/queries/score-series.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { countHiddenLabels } from '#lib/query-log/queries/hidden-labels.ts';
import { countQueries } from '#lib/query-log/queries/list-queries.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { logQueries } from './logged-queries.ts';
import { asPerson } from './people.ts';

const HITS = [{ id: 'a', text: 'text a' }];
const AT = '2026-01-05T10:00:00Z';

let stores: Stores;
let close: () => Promise<void>;
let owner: Context;
let ada: Context;
let bob: Context;
let viewer: Context;
let key: Context;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  owner = await ownerContext(stores, () => new Date(AT));
  await logQueries(owner, [
    { id: 'waiting', question: 'shared', hits: HITS },
    { id: 'repeated', question: 'shared', hits: HITS },
    { id: 'other', question: 'other', hits: HITS },
  ]);
  const score = { project_id: owner.project.id, query_id: 'waiting', hit_id: '', name: 'good', version: 1 };
  const at = Date.parse(AT);
  await stores.queryLog.insert('scores', [
    { ...score, source: 'judge', scorer_version: 'j', value: 0.1, label: '', comment: '', scored_at: at },
  ]);
  ada = await asPerson(owner, 'Ada');
  bob = await asPerson(owner, 'Bob');
  viewer = await asPerson(owner, 'Vic', 'viewer');
  key = { ...owner, actor: { kind: 'key', keyId: 'k', name: 'K', scopes: ['read', 'label'] } };
  const queue = await createQueue(owner, { name: 'q', size: 0, reviewers: 2, secondRate: 0 });
  await stores.controlPlane.prisma.queueItem.createMany({
    data: [0, 1].map((slot) => ({
      id: `${queue.id}-${slot}`,
      queueId: queue.id,
      queryId: 'waiting',
      slot,
      serveOrder: 0.5,
    })),
  });
  const claimed = await claimItem(ada, { queueId: queue.id });
  if (!('item' in claimed)) throw new Error('nothing was given');
  const { id: itemId, fence } = claimed.item;
  const label = {
    verdict: 'wrong',
    failure: 'weak_reasoning',
    detail: 'invented',
    grades: { a: 3 },
  } as const;
  await submitLabel(ada, { itemId, fence, label });
  await writeLabels(ada, { labels: [{ queryId: 'other', verdict: 'correct' }] });
});
afterAll(() => close());

/** Each finds the query that waits for Bob, by what Ada or a judge said of it. */
const TELLING: readonly Filter[] = [
  { verdict: ['wrong'] },
  { failure: ['weak_reasoning'] },
  { detail: ['invented'] },
  { reviewer: ['Ada'], verdict: ['wrong'] },
  { cell: ['good-bad'] },
  { score: { good: ['..0.5'] } },
];

describe('whoever must still judge a query unseen', () => {
  test.each(TELLING)('does not find it by %o; all others do', async (filter) => {
    for (const who of [viewer, key, ada]) expect(await countQueries(who, filter)).toBe(1);
    expect(await countQueries(bob, filter)).toBe(0);
    expect(await countQueries(owner, filter)).toBe(0);
    expect(await tagQueries(bob, { filter, add: ['found'] })).toEqual({ tagged: 0 });
  });

  test('has it among the unlabelled', async () => {
    expect(await countQueries(bob, { verdict: ['none'] })).toBe(2);
    expect(await countQueries(viewer, { verdict: ['none'] })).toBe(1);
    expect(await countQueries(bob, { cell: ['unknown-none'] })).toBe(2);
    expect(await countQueries(viewer, { cell: ['unknown-none'] })).toBe(0);
  });

  test('learns nothing from charts', async () => {
    const cells = async (who: Context) =>
      (await quadrant(who, {})).cells.filter(({ n }) => n > 0).map(({ cell, n }) => ({ cell, n }));
    expect(await cells(bob)).toEqual([]);
    expect(await cells(viewer)).toEqual([{ cell: 'good-bad', n: 1 }]);
    const labelled = async (who: Context) => (await labelProgress(who, {}, 2)).labelled;
    expect(await labelled(bob)).toBe(1);
    expect(await labelled(viewer)).toBe(2);
    const failing = async (who: Context) => JSON.stringify((await answerSeries(who, {}, {})).buckets);
    expect(await failing(bob)).not.toEqual(await failing(viewer));
    expect((await scoreSeries(bob, {})).lines).toEqual([]);
    expect((await scoreSeries(viewer, {})).lines).toMatchObject([{ name: 'good', source: 'judge', n: 1 }]);
  });

  test('sees no grade of it where another query asks the same', async () => {
    expect((await readQuery(bob, 'repeated')).hits[0]?.grade).toBeNull();
    expect((await readQuery(viewer, 'repeated')).hits[0]?.grade).toBe(3);
  });

  test('cannot draw a queue by what others said', async () => {
    const admin = await asPerson(owner, 'Abe', 'admin');
    const drawn = await createQueue(admin, { name: 'w', size: 5, filter: { verdict: ['wrong'] } });
    expect(drawn).toMatchObject({ candidates: 0, selected: 0 });
  });

  test('is told how many labels they do not see, until they have labelled', async () => {
    expect(await countHiddenLabels(bob)).toBe(1);
    for (const who of [viewer, key, ada]) expect(await countHiddenLabels(who)).toBe(0);
    await writeLabels(bob, { labels: [{ queryId: 'waiting', verdict: 'wrong', failure: 'weak_reasoning' }] });
    expect(await countHiddenLabels(bob)).toBe(0);
    expect(await countQueries(bob, { verdict: ['wrong'] })).toBe(1);
  });
});

describe('model, scores and machine verdicts, where the queue hides them', () => {
  const MACHINE = {
    model: 'gpt-secret',
    columns: {
      prompt_version: 'prompt-secret',
      answer: 'It is so.',
      hit_scores: [0.875],
      top_score: 0.875,
      total_ms: 87_654_321,
      output_tokens: 77,
      format_rules: ['Ticket-secret@1'],
      format_ok: false,
      format_reason: 'Ticket-secret@1: is no ticket',
    },
  };
  const SAID_BY_MACHINES = /secret|0\.875|87654321|"output":77|helpful/;

  test('are in no answer to whoever is given the item, until they have labelled it', async () => {
    await logQueries(owner, [{ id: 'machine', question: 'who?', hits: HITS, ...MACHINE }]);
    const score = { project_id: owner.project.id, query_id: 'machine', name: 'helpful', version: 1 };
    const by = { source: 'code', scorer_version: 'c', value: 0.25, label: '', comment: '' };
    await stores.queryLog.insert(
      'scores',
      ['', 'a'].map((hit_id) => ({ ...score, hit_id, ...by, scored_at: Date.parse(AT) })),
    );
    const { prisma } = stores.controlPlane;
    const queue = await createQueue(owner, { name: 'unseen', size: 0, secondRate: 0, hidesMachine: true });
    const place = { queueId: queue.id, queryId: 'machine', serveOrder: 0.5 };
    await prisma.queueItem.create({ data: { id: 'machine-item', ...place } });
    const seenBy = async (ctx: Context) => JSON.stringify(await readQuery(ctx, 'machine'));

    const claimed = await claimItem(bob, { queueId: queue.id });
    expect(JSON.stringify(claimed)).not.toMatch(SAID_BY_MACHINES);
    expect(await seenBy(bob)).not.toMatch(SAID_BY_MACHINES);
    expect(await seenBy(bob)).toContain('It is so.');
    expect(await seenBy(ada)).not.toMatch(SAID_BY_MACHINES);
    for (const ctx of [viewer, key]) expect(await seenBy(ctx)).toMatch(SAID_BY_MACHINES);

    await prisma.queue.update({ where: { id: queue.id }, data: { hidesMachine: false } });
    expect(await seenBy(bob)).toContain('gpt-secret');
    await prisma.queue.update({ where: { id: queue.id }, data: { hidesMachine: true } });
    if (!('item' in claimed)) throw new Error('nothing was given');
    const { id: itemId, fence } = claimed.item;
    await submitLabel(bob, { itemId, fence, label: { verdict: 'correct' } });
    expect(await readQuery(bob, 'machine')).toMatchObject({
      model: 'gpt-secret',
      promptVersion: 'prompt-secret',
      topScore: 0.875,
      formatOk: false,
      scores: [{ name: 'helpful' }],
      hits: [{ score: 0.875, scores: [{ name: 'helpful' }] }],
    });
  });
});
