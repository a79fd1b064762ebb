import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { addFeedback } from '#lib/ingest/add-feedback.ts';
import { deleteQueries } from '#lib/ingest/delete-queries.ts';
import { createIngest } from '#lib/ingest/http.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { listQuarantine } from '#lib/ingest/queries/quarantine.ts';
import { replayQuarantine } from '#lib/ingest/replay-quarantine.ts';
import { tagQueries } from '#lib/ingest/tag-queries.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { QueryLogStore } from '#lib/platform/query-log-store.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { listQueries } from '#lib/query-log/queries/list-queries.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { testSize } from '../../support/test-size.ts';
import { countRows, storedIds, storedQuery } from './stored-queries.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

async function logged(count: number): Promise<Context> {
  const ctx = await ownerContext(stores);
  const queries = Array.from({ length: count }, (_, i) => ({
    id: `q${i}`,
    question: `question ${i % 2}`,
    hits: [{ id: 'd', text: 'shared text' }],
    answer: 'a',
    model: i % 2 === 0 ? 'even' : 'odd',
    tags: ['logged'],
  }));
  await logQueries(ctx, { queries });
  return ctx;
}

const label = (queryId: string, grade: number) => ({
  queryId,
  reviewer: 'ann',
  verdict: 'correct' as const,
  grades: { d: grade },
});
const withoutRights = (ctx: Context): Context => ({
  ...ctx,
  actor: { kind: 'key', keyId: 'k', name: 'Key', scopes: [] },
});

describe('deleting', () => {
  test('counts first, and deletes only while the count holds', async () => {
    const ctx = await logged(6);
    const filter = { model: ['even'] };
    expect(await deleteQueries(ctx, { filter })).toEqual({ matching: 3, deleted: 0 });
    await expect(deleteQueries(ctx, { filter }, 2)).rejects.toMatchObject({ kind: 'conflict' });
    expect(await countRows(ctx, 'queries')).toBe(6);
    expect(await deleteQueries(ctx, { filter }, 3)).toEqual({ matching: 3, deleted: 3 });
    expect(await storedIds(ctx)).toEqual(['q1', 'q3', 'q5']);
    expect(await storedIds(ctx, 'query_ids')).toEqual(['q1', 'q3', 'q5']);
    expect((await listQueries(ctx, { filter: {}, limit: 50, order: 'newest' })).total).toBe(3);
    expect(await deleteQueries(ctx, { filter }, 3)).toEqual({ matching: 0, deleted: 0 });
    expect(await countRows(ctx, 'query_deletions')).toBe(0);
  });

  test('takes everything that hangs on a query, and nothing of its neighbours', async () => {
    const [ctx, other] = [await logged(4), await logged(4)];
    const { prisma } = stores.controlPlane;
    for (const project of [ctx, other]) {
      await writeLabels(project, { labels: [label('q0', 3), label('q1', 1)] });
      await createQueue(project, { name: 'all', filter: {}, size: 4, secondRate: 0 });
      await addFeedback(project, { queryId: 'q0', feedback: { score: 1 } });
      await tagQueries(project, { ids: ['q0', 'q1'], add: ['later'] });
    }
    await deleteQueries(ctx, { ids: ['q0', 'q2'] }, 2);
    const counts = async (project: Context) => ({
      queries: await storedIds(project),
      feedback: await countRows(project, 'feedback'),
      tags: await storedIds(project, 'query_tags'),
      mirrored: await countRows(project, 'query_labels', "verdict != ''"),
      grades: await countRows(project, 'judgements'),
      labels: await prisma.label.count({ where: { projectId: project.project.id } }),
      judgements: await prisma.judgement.count({ where: { projectId: project.project.id } }),
      items: await prisma.queueItem.count({ where: { queue: { projectId: project.project.id } } }),
    });
    expect(await counts(ctx)).toEqual({
      queries: ['q1', 'q3'],
      feedback: 0,
      tags: ['q1'],
      mirrored: 1,
      grades: 1,
      labels: 1,
      judgements: 1,
      items: 2,
    });
    expect(await counts(other)).toMatchObject({
      feedback: 1,
      mirrored: 2,
      labels: 2,
      judgements: 2,
      items: 4,
    });
  });

  test('an id that was deleted may be logged again', async () => {
    const ctx = await logged(1);
    await deleteQueries(ctx, { ids: ['q0'] }, 1);
    expect(await logQueries(ctx, { id: 'q0', question: 'again' })).toMatchObject({ accepted: 1 });
    expect(await storedIds(ctx)).toEqual(['q0']);
  });

  test('one that broke off is finished at the next start', async () => {
    const ctx = await logged(3);
    let commands = 0;
    const queryLog = {
      ...stores.queryLog,
      command: async (sql: string, params?: Record<string, unknown>) => {
        commands += 1;
        if (sql.startsWith('DELETE FROM query_ids')) throw new Error('the process died');
        await stores.queryLog.command(sql, params);
      },
    };
    const dying = { ...ctx, stores: { ...stores, queryLog } };
    await expect(deleteQueries(dying, { ids: ['q0', 'q1'] }, 2)).rejects.toThrow('died');
    expect(commands).toBeGreaterThan(1);
    expect(await storedIds(ctx, 'query_ids')).toEqual(['q0', 'q1', 'q2']);
    await createIngest({ ...stores, queryLog: { ...stores.queryLog } });
    expect(await storedIds(ctx, 'query_ids')).toEqual(['q2']);
    expect(await countRows(ctx, 'query_deletions')).toBe(0);
  });

  /** A store that dies at a write, from 1 on: nothing works any more. `afterCount` slips in behind the count. */
  function mortal(
    queryLog: QueryLogStore,
    { diesAt, mode, afterCount }: { diesAt: number; mode: string; afterCount?: () => Promise<unknown> },
  ) {
    let writes = 0;
    let race = afterCount;
    const write = async (work: () => Promise<void>) => {
      writes += 1;
      if (writes < diesAt) return work();
      if (writes === diesAt && mode === 'after') await work();
      throw new Error('the process died');
    };
    const dying: QueryLogStore = {
      ...queryLog,
      rows: async (schema, sql, params) => {
        const found = await queryLog.rows(schema, sql, params);
        if (sql.includes('FROM queries AS q')) {
          const slippedIn = race;
          race = undefined;
          await slippedIn?.();
        }
        return found;
      },
      insert: (table, rows) => write(() => queryLog.insert(table, rows)),
      command: (sql, params) =>
        // The repair of ids is an earlier commit's.
        sql.startsWith('INSERT INTO query_ids')
          ? queryLog.command(sql, params)
          : write(() => queryLog.command(sql, params)),
    };
    return { dying, writes: () => writes };
  }
  const restart = () => createIngest({ ...stores, queryLog: { ...stores.queryLog } });

  test('whatever write the process dies at, all or nothing is deleted at the next start', async () => {
    const left: number[] = [];
    for (const mode of ['before', 'after'])
      for (let diesAt = 1; ; diesAt += testSize('deletionSteps')) {
        const ctx = await logged(3);
        await tagQueries(ctx, { ids: ['q0', 'q1'], add: ['gone'] });
        const { dying, writes } = mortal(stores.queryLog, { diesAt, mode });
        const outcome = await deleteQueries(
          { ...ctx, stores: { ...stores, queryLog: dying } },
          { filter: { tag: ['gone'] } },
          2,
        ).catch(() => undefined);
        await restart();
        const known = await storedIds(ctx, 'query_ids');
        expect(await storedIds(ctx), `${mode} ${diesAt}`).toEqual(known);
        expect([1, 3], `${mode} ${diesAt}`).toContain(known.length);
        expect(await countRows(ctx, 'query_deletions')).toBe(0);
        if (outcome !== undefined) expect(known).toEqual(['q2']);
        left.push(known.length);
        if (writes() < diesAt) break;
      }
    expect(new Set(left)).toEqual(new Set([1, 3]));
  });

  test('what is refused because the number changed meanwhile is never deleted, nor after a crash', async () => {
    for (let diesAt = 1; diesAt <= 3; diesAt++)
      for (const mode of ['before', 'after']) {
        const ctx = await logged(3);
        const matching = { filter: { tag: ['gone'] } };
        await tagQueries(ctx, { ids: ['q0', 'q1'], add: ['gone'] });
        const afterCount = () => tagQueries(ctx, { ids: ['q2'], add: ['gone'] });
        const { dying } = mortal(stores.queryLog, { diesAt, mode, afterCount });
        const racing = { ...ctx, stores: { ...stores, queryLog: dying } };
        await expect(deleteQueries(racing, matching, 2)).rejects.toThrow();
        await restart();
        expect(await storedIds(ctx), `${mode} ${diesAt}`).toEqual(['q0', 'q1', 'q2']);
        expect(await countRows(ctx, 'query_deletions')).toBe(0);
      }
  });

  test('a wrong number is refused before anything is noted', async () => {
    const ctx = await logged(2);
    const { dying, writes } = mortal(stores.queryLog, { diesAt: 1, mode: 'before' });
    const refused = deleteQueries({ ...ctx, stores: { ...stores, queryLog: dying } }, { ids: ['q0'] }, 2);
    await expect(refused).rejects.toMatchObject({ kind: 'conflict' });
    expect(writes()).toBe(0);
  });

  test('needs the right to', async () => {
    const ctx = await logged(1);
    await expect(deleteQueries(withoutRights(ctx), { ids: ['q0'] }, 1)).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});

describe('tags', () => {
  const tagged = async (ctx: Context, tag: string) =>
    (await listQueries(ctx, { filter: { tag: [tag] }, limit: 50, order: 'newest' })).total;

  test('are added and removed by id and by filter', async () => {
    let ms = Date.now();
    const ctx = { ...(await logged(4)), now: () => new Date(ms++) };
    expect(await tagQueries(ctx, { ids: ['q0', 'q1', 'unknown'], add: ['a', 'b'] })).toEqual({ tagged: 2 });
    expect([await tagged(ctx, 'a'), await tagged(ctx, 'b'), await tagged(ctx, 'logged')]).toEqual([2, 2, 4]);
    expect(await tagQueries(ctx, { filter: { tag: ['a'], model: ['even'] }, remove: ['a'] })).toEqual({
      tagged: 1,
    });
    expect([await tagged(ctx, 'a'), await tagged(ctx, 'b')]).toEqual([1, 2]);
    await tagQueries(ctx, { ids: ['q0'], add: ['a'] });
    expect(await tagged(ctx, 'a')).toBe(2);
  });

  test('need a selection, the right to, and no contradiction', async () => {
    const ctx = await logged(1);
    await expect(tagQueries(ctx, { add: ['a'] })).rejects.toThrow();
    await expect(tagQueries(ctx, { ids: ['q0'], filter: {}, add: ['a'] })).rejects.toThrow();
    await expect(tagQueries(ctx, { ids: ['q0'], add: ['a'], remove: ['a'] })).rejects.toThrow();
    await expect(tagQueries(withoutRights(ctx), { ids: ['q0'], add: ['a'] })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});

describe('quarantine', () => {
  test('keeps the reason, pages by cursor and hides nothing', async () => {
    let ms = Date.now() - 3_600_000;
    const ctx = await ownerContext(stores, () => {
      ms += 1_000;
      return new Date(ms);
    });
    for (let i = 0; i < 5; i++) await logQueries(ctx, { id: `bad${i}`, question: 7 });
    await logQueries(ctx, JSON.parse('{"id":"inf","question":"q","costUsd":1e999}'));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listQuarantine(ctx, { limit: 4, ...(cursor === undefined ? {} : { cursor }) });
      expect(page.total).toBe(6);
      seen.push(...page.items.map((item) => item.queryId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['inf', 'bad4', 'bad3', 'bad2', 'bad1', 'bad0']);
    const { items } = await listQuarantine(ctx, { code: 'not_finite' });
    expect(items).toMatchObject([
      {
        code: 'not_finite',
        path: 'costUsd',
        replayable: true,
        preview: expect.stringContaining('"Infinity"'),
      },
    ]);
  });

  test('is replayed once what was wrong is right, under the time it first came', async () => {
    const arrival = new Date(Date.now() - 2 * 86_400_000);
    let now = arrival;
    const ctx = await ownerContext(stores, () => now);
    const wrong = [{ id: 'r1', question: 'q', tokens: { input: -1 } }, { id: 'r2' }];
    await logQueries(ctx, { queries: structuredClone(wrong) });
    now = new Date();
    expect(await replayQuarantine(ctx, { all: true })).toEqual({
      replayed: 2,
      accepted: 0,
      duplicates: 0,
      rejected: 2,
    });
    expect((await listQuarantine(ctx, { replayed: 'false' })).total).toBe(2);

    // The rule that refused it is lifted: as if the event had been right all along.
    const [row] = (await listQuarantine(ctx, {})).items.filter((item) => item.queryId === 'r1');
    await stores.queryLog.insert('quarantine', [
      {
        project_id: ctx.project.id,
        quarantine_id: row?.id,
        received_at: arrival.getTime(),
        event_id: 'r1',
        code: 'invalid',
        body: JSON.stringify({ id: 'r1', question: 'q' }),
        body_complete: true,
        replayed_at: null,
        version: arrival.getTime() + 1,
      },
    ]);
    const first = await replayQuarantine(ctx, { ids: [row?.id ?? ''] });
    expect(first).toEqual({ replayed: 1, accepted: 1, duplicates: 0, rejected: 0 });
    expect(await replayQuarantine(ctx, { ids: [row?.id ?? ''] })).toMatchObject({ replayed: 0 });
    const { items } = await listQueries(ctx, { filter: {}, limit: 5, order: 'newest' });
    expect(items.map(({ id, startedAt }) => [id, startedAt])).toEqual([['r1', arrival.toISOString()]]);
    expect((await listQuarantine(ctx, { replayed: 'true' })).items).toMatchObject([
      { queryId: 'r1', replayedAt: now.toISOString() },
    ]);
  });

  test('a replayed event is still marked, with its true lengths', async () => {
    const ctx = await ownerContext(stores);
    await logQueries(ctx, {
      id: 'cut',
      question: 'q\u0000',
      answer: 'a'.repeat(400 * 1024),
      hits: Array.from({ length: 201 }, (_, i) => ({ id: `d${i}` })),
      tokens: { input: 1.5 },
    });
    // The rule that refused it is lifted.
    await stores.queryLog.command(
      `INSERT INTO quarantine SELECT * REPLACE(replaceOne(body, '1.5', '1') AS body, version + 1 AS version)
       FROM quarantine WHERE project_id = {project:String}`,
      { project: ctx.project.id },
    );
    expect(await replayQuarantine(ctx, { all: true })).toMatchObject({ accepted: 1 });
    expect(
      await storedQuery(
        ctx,
        'cut',
        z.object({ marks: z.array(z.string()), cut_lengths: z.record(z.string(), z.number()) }),
        'arraySort(marks) AS marks, cut_lengths',
      ),
    ).toEqual({ marks: ['control_characters', 'cut', 'hits_cut'], cut_lengths: { answer: 400 * 1024 } });
  });

  test('a body that is too large to keep is shown but not replayed', async () => {
    const ctx = await ownerContext(stores);
    const text = 'x'.repeat(250 * 1024);
    const hits = Array.from({ length: 6 }, (_, i) => ({ id: `h${i}`, text }));
    expect(await logQueries(ctx, { id: 'big', question: 'q', hits })).toMatchObject({
      rejected: [{ code: 'too_large', id: 'big' }],
    });
    expect((await listQuarantine(ctx, {})).items).toMatchObject([{ replayable: false, queryId: 'big' }]);
    expect(await replayQuarantine(ctx, { all: true })).toMatchObject({ replayed: 0 });
  });

  test('needs the right to', async () => {
    const ctx = withoutRights(await ownerContext(stores));
    await expect(listQuarantine(ctx, {})).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(replayQuarantine(ctx, { all: true })).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(logQueries(ctx, { question: 'q' })).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
