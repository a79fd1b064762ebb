import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deleteQueries } from '#lib/ingest/delete-queries.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { logScores } from '#lib/ingest/log-scores.ts';
import { listQuarantine } from '#lib/ingest/queries/quarantine.ts';
import { replayQuarantine } from '#lib/ingest/replay-quarantine.ts';
import { storeScores } from '#lib/ingest/store-scores.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { filterSchema, splitSearchParams, toSearchParams } from '#lib/query-log/filter.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { asPerson } from '../labelling/people.ts';
import { countRows } from './stored-queries.ts';

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

const score = (more: object = {}) => ({
  queryId: 'q1',
  name: 'faithfulness',
  value: 0.9,
  source: 'judge',
  ...more,
});

async function matching(who: Context, search: string): Promise<string[]> {
  const { filter } = splitSearchParams(new URLSearchParams(search));
  const page = await listQueries(who, { filter: filterSchema.parse(filter), limit: 500 });
  return page.items.map(({ id }) => id).sort();
}

test('NaN that another wire carries is rejected alone', async () => {
  const answer = await storeScores(ctx, [score({ value: Number.NaN }), score()]);
  expect(answer.rejected).toMatchObject([{ index: 0, code: 'not_finite', path: 'value' }]);
  expect(answer.accepted).toBe(1);
});

describe('one for each query, hit, name, source and version', () => {
  test('the later wins, the same again is a duplicate, also within a batch and within a millisecond', async () => {
    const at = new Date('2026-03-01T10:00:00Z');
    const frozen = { ...ctx, now: () => at };
    await logQueries(frozen, { id: 'q1', question: 'q', hits: [{ id: 'd1', text: 't' }] });
    expect(await logScores(frozen, score({ value: 0.1 }))).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(await logScores(frozen, score({ value: 0.1 }))).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await logScores(frozen, score({ value: 0.2, comment: 'why' }))).toMatchObject({ accepted: 1 });
    const batch = { scores: [score({ value: 0.3 }), score({ value: 0.4 })] };
    expect(await logScores(frozen, batch)).toMatchObject({ accepted: 1, duplicates: 1 });
    await logScores(frozen, {
      scores: [
        score({ version: 'v2', value: 0.5 }),
        score({ source: 'code', value: 0.6 }),
        score({ hitId: 'd1', value: 0.7 }),
        score({ hitId: 'gone', value: 0.8 }),
        score({ name: 'tone', value: null, label: 'rude' }),
      ],
    });
    const query = await readQuery(ctx, 'q1');
    expect(
      query.scores.map(({ hitId, name, source, version, value, label }) => [
        hitId,
        name,
        source,
        version,
        value,
        label,
      ]),
    ).toEqual([
      [null, 'faithfulness', 'code', '', 0.6, ''],
      [null, 'faithfulness', 'judge', '', 0.4, ''],
      [null, 'faithfulness', 'judge', 'v2', 0.5, ''],
      [null, 'tone', 'judge', '', null, 'rude'],
      ['gone', 'faithfulness', 'judge', '', 0.8, ''],
    ]);
    expect(query.hits[0]?.scores).toMatchObject([{ name: 'faithfulness', value: 0.7 }]);
  });

  test('a clock that was set back does not make the earlier one win', async () => {
    await logQueries(ctx, { id: 'q1', question: 'q' });
    await logScores(ctx, score({ value: 0.1 }));
    await logScores({ ...ctx, now: () => new Date(0) }, score({ value: 0.2 }));
    expect((await readQuery(ctx, 'q1')).scores).toMatchObject([{ value: 0.2 }]);
  });

  test('a score waits for its query, and goes with it', async () => {
    await logScores(ctx, score());
    await logQueries(ctx, {
      queries: [
        { id: 'q1', question: 'q' },
        { id: 'q2', question: 'q' },
      ],
    });
    await logScores(ctx, score({ queryId: 'q2' }));
    expect((await readQuery(ctx, 'q1')).scores).toHaveLength(1);
    await deleteQueries(ctx, { ids: ['q1'] }, 1);
    expect(await countRows(ctx, 'scores')).toBe(1);
    await logQueries(ctx, { id: 'q1', question: 'q' });
    expect((await readQuery(ctx, 'q1')).scores).toEqual([]);
  });
});

describe('quarantine', () => {
  test('a score goes back through its own door, and stays behind what came after it', async () => {
    const bad = {
      project_id: ctx.project.id,
      unit: 'score',
      code: 'invalid',
      path: '',
      message: 'was wrong',
      event_id: 'q1',
      body_complete: true,
      replayed_at: null,
      received_at: Date.now() - 3_600_000,
      version: 1,
    };
    await logQueries(ctx, { id: 'q1', question: 'q' });
    await logScores(ctx, score({ value: 0.9 }));
    await stores.queryLog.insert('quarantine', [
      { ...bad, quarantine_id: 'a', body: JSON.stringify(score({ value: 0.1 })) },
      { ...bad, quarantine_id: 'b', body: JSON.stringify(score({ name: 'other', value: 0.2 })) },
    ]);
    expect(await replayQuarantine(ctx, { all: true })).toEqual({
      replayed: 2,
      accepted: 1,
      duplicates: 1,
      rejected: 0,
    });
    expect((await readQuery(ctx, 'q1')).scores.map(({ name, value }) => [name, value])).toEqual([
      ['faithfulness', 0.9],
      ['other', 0.2],
    ]);
    expect((await listQuarantine(ctx, { replayed: 'false' })).total).toBe(0);
  });
});

describe('the filter', () => {
  beforeEach(async () => {
    await logQueries(ctx, {
      queries: ['a', 'b', 'c', 'd'].map((id) => ({ id, question: id, hits: [{ id: 'd1' }] })),
    });
    await logScores(ctx, {
      scores: [
        score({ queryId: 'a', value: 0.2, source: 'code' }),
        score({ queryId: 'b', value: 0.5 }),
        score({ queryId: 'c', value: 0.8, label: 'good' }),
        score({ queryId: 'd', value: 0.5, hitId: 'd1' }),
        score({ queryId: 'd', name: 'tone', value: null, label: '1..x' }),
      ],
    });
  });

  test.each([
    ['score.faithfulness=0.5..0.8', ['b', 'c']],
    ['score.faithfulness=..0.5', ['a', 'b']],
    ['score.faithfulness=0.51..', ['c']],
    ['score.faithfulness=..', ['a', 'b', 'c']],
    ['score.faithfulness=good', ['c']],
    ['score.faithfulness=good&score.faithfulness=..0.2', ['a', 'c']],
    ['score.faithfulness=0.5', []],
    ['score.tone=1..x', ['d']],
    ['score.tone=..', []],
    ['score.faithfulness=..&score.tone=1..x', []],
    ['score.__proto__x=..', []],
  ])('%s', async (search, expected) => {
    expect(await matching(ctx, search)).toEqual(expected);
    const filter = filterSchema.parse(splitSearchParams(new URLSearchParams(search)).filter);
    expect(toSearchParams(filter).toString()).toBe(new URLSearchParams(search).toString());
  });

  test.each(['score.x=0.8..0.5', 'score.__proto__=1'])('%s is refused', (search) => {
    expect(filterSchema.safeParse(splitSearchParams(new URLSearchParams(search)).filter).success).toBe(false);
  });

  test('tells a person nothing of what judges said of a query they must judge unseen', async () => {
    const reviewer = await asPerson(ctx, 'Ada');
    expect(await matching(reviewer, 'score.faithfulness=..')).toEqual(['a', 'b', 'c']);
    await createQueue(ctx, { name: 'all', filter: {}, size: 10 });
    expect(await matching(reviewer, 'score.faithfulness=..')).toEqual(['a']);
    expect((await readQuery(reviewer, 'a')).scores).toHaveLength(1);
    expect((await readQuery(reviewer, 'b')).scores).toEqual([]);
    expect((await readQuery(reviewer, 'd')).hits[0]?.scores).toEqual([]);
    await writeLabels(reviewer, { labels: [{ queryId: 'b', verdict: 'correct' }] });
    expect(await matching(reviewer, 'score.faithfulness=..')).toEqual(['a', 'b']);
    expect((await readQuery(reviewer, 'b')).scores).toHaveLength(1);
  });
});
