import { afterAll, beforeAll, expect, test } from 'vitest';
import { addQueueItems } from '#lib/labelling/add-queue-items.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { countLabels, listLabels, readLabelling } from '#lib/labelling/queries/labels.ts';
import { undoLabel } from '#lib/labelling/undo-label.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Prisma, Transaction } from '#lib/platform/control-plane.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { chunkOf, logQueries, plainQueries } from './logged-queries.ts';
import { mirroredGrades, mirroredLabels } from './mirrored.ts';
import { asPerson } from './people.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

test('each label is judged on its own; a repeated one is a duplicate', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(3));
  const labels = [
    { queryId: 'q-1', reviewer: 'Ada', verdict: 'correct', failure: null, grades: { 'a-1': 3, 'b-1': 0 } },
    { queryId: 'nobody', verdict: 'correct' },
    { queryId: 'q-2', reviewer: 'Ada', verdict: 'wrong' },
    { queryId: 'q-2', reviewer: 'Ada', verdict: 'correct', grades: { 'z-9': 1 } },
    { queryId: 'q-2', reviewer: 'Ada', verdict: 'correct', idealAnwser: 'misspelt' },
    'not a label',
    { queryId: 'q-1', reviewer: 'Ada', verdict: 'correct', grades: { 'b-1': 0, 'a-1': 3 } },
    { queryId: 'q-3', verdict: 'partly', failure: 'wrong_format', detail: 'length' },
  ];
  const answer = await writeLabels(ctx, { labels });
  expect(answer).toMatchObject({ accepted: 2, duplicates: 1 });
  expect(answer.ids.map((id) => id !== null)).toEqual([true, false, false, false, false, false, true, true]);
  expect(answer.ids[6]).toBe(answer.ids[0]);
  expect(answer.rejected.map(({ index, id, code, path }) => [index, id, code, path])).toEqual([
    [1, 'nobody', 'not_found', 'queryId'],
    [2, 'q-2', 'invalid', 'failure'],
    [3, 'q-2', 'invalid', 'grades.z-9'],
    [4, 'q-2', 'invalid', ''],
    [5, null, 'invalid', ''],
  ]);
  for (const { message } of answer.rejected) expect(message).toMatch(/\w+ \w+/);

  const again = await writeLabels(ctx, { labels });
  expect(again).toMatchObject({ accepted: 0, duplicates: 3 });
  expect(again.ids).toEqual(answer.ids);
  const listed = await listLabels(ctx, {});
  expect(listed).toMatchObject({ total: 2, nextCursor: null });
  expect(listed.items.map(({ queryId, reviewer, grades }) => ({ queryId, reviewer, grades }))).toEqual([
    { queryId: 'q-3', reviewer: 'Local owner', grades: {} },
    { queryId: 'q-1', reviewer: 'Ada', grades: { 'a-1': 3, 'b-1': 0 } },
  ]);
});

test('a batch of 500 is shown at once, and costs a small part of 500 single requests', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(520));
  const labels = plainQueries(520).map(({ id }, i) => ({
    queryId: id,
    reviewer: `r${i % 3}`,
    verdict: 'correct',
    grades: { [`a-${i + 1}`]: 2, [`b-${i + 1}`]: 0 },
  }));
  const { counting, asked } = countingStores(ctx.stores);
  const askedFor = async (sent: typeof labels) => {
    const before = asked();
    await writeLabels({ ...ctx, stores: counting }, { labels: sent });
    return asked() - before;
  };
  for (const label of labels.slice(501)) await askedFor([label]);
  const ofOne = await askedFor(labels.slice(500, 501));
  const ofBatch = await askedFor(labels.slice(0, 500));
  expect(await mirroredLabels(ctx)).toHaveLength(520);
  expect(await mirroredGrades(ctx)).toHaveLength(1040);
  expect(ofOne).toBeGreaterThan(3);
  expect(ofBatch).toBeLessThan(2 * ofOne);
});

/** The same stores, and how often they have been asked for anything. */
function countingStores(real: Stores) {
  let count = 0;
  const counted = (target: object, ownNames: Record<string, unknown> = {}): object =>
    new Proxy(
      {},
      {
        get: (_, name) => {
          if (typeof name === 'string' && name in ownNames) return ownNames[name];
          const value: unknown = Reflect.get(target, name);
          if (typeof value === 'object' && value !== null) return counted(value);
          if (typeof value !== 'function') return value;
          return (...given: unknown[]) => {
            count += 1;
            return value.apply(target, given);
          };
        },
      },
    );
  const { prisma } = real.controlPlane;
  const $transaction = (work: (tx: Transaction) => Promise<unknown>) =>
    prisma.$transaction((tx) => work(counted(tx) as Transaction));
  const counting: Stores = {
    ...real,
    controlPlane: { ...real.controlPlane, prisma: counted(prisma, { $transaction }) as Prisma },
    queryLog: counted(real.queryLog) as Stores['queryLog'],
  };
  return { counting, asked: () => count };
}

test('batches that change the same labels at once leave one current label and grade each', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(20));
  const batch = (round: number) =>
    plainQueries(20).flatMap(({ id }, i) =>
      ['Ada', 'Bob'].map((reviewer) => ({
        queryId: id,
        reviewer,
        verdict: 'correct',
        note: `round ${round}`,
        grades: { [`a-${i + 1}`]: round % 4 },
      })),
    );
  // Every second batch in reverse, so that locks taken row by row would meet head-on.
  const rounds = Array.from({ length: 8 }, (_, round) => (round % 2 ? batch(round).reverse() : batch(round)));
  const answers = await Promise.all(rounds.map((labels) => writeLabels(ctx, { labels })));
  expect(answers.map((answer) => answer.accepted)).toEqual(Array(8).fill(40));
  const { label, judgement } = stores.controlPlane.prisma;
  const projectId = ctx.project.id;
  expect(await label.count({ where: { projectId } })).toBe(320);
  const current = await label.findMany({ where: { projectId, current: true } });
  expect(new Set(current.map((row) => `${row.queryId} ${row.personId}`)).size).toBe(40);
  expect(current.map((row) => row.revision)).toEqual(Array(40).fill(8));
  expect(await judgement.count({ where: { projectId, current: true } })).toBe(40);
  const byLast = new Map(current.map((row) => [row.queryId, Number(row.note?.slice(6)) % 4]));
  expect(new Set((await mirroredGrades(ctx)).map((row) => row.grade))).toEqual(new Set(byLast.values()));
});

test('pages of labels hold each once; filters go by query and reviewer', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(5));
  const labels = ['Ada', 'Bob'].flatMap((reviewer) =>
    plainQueries(5).map(({ id }) => ({ queryId: id, reviewer, verdict: 'correct' })),
  );
  await writeLabels(ctx, { labels });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listLabels(ctx, { limit: 3, ...(cursor ? { cursor } : {}) });
    expect(page.total).toBe(10);
    seen.push(...page.items.map((item) => `${item.reviewer} ${item.queryId}`));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(10);
  expect(seen).toHaveLength(10);
  expect(await listLabels(ctx, { reviewer: 'Bob' })).toMatchObject({ total: 5 });
  expect(await listLabels(ctx, { queryId: 'q-2', reviewer: 'Bob' })).toMatchObject({ total: 1 });
  expect(await listLabels(await ownerContext(stores), {})).toMatchObject({ total: 0 });
});

test('labels by others are not listed to a person who may still be given an item of the query', async () => {
  const ctx = await ownerContext(stores);
  const [bob, cleo] = [await asPerson(ctx, 'Bob'), await asPerson(ctx, 'Cleo')];
  await logQueries(ctx, plainQueries(3));
  const labels = ['q-1', 'q-2', 'q-3'].map((queryId) => ({ queryId, reviewer: 'Ada', verdict: 'wrong' }));
  await writeLabels(ctx, { labels: labels.map((label) => ({ ...label, failure: 'unclear' })) });
  const queue = await createQueue(ctx, { name: 'by hand', size: 0 });
  await addQueueItems(ctx, { queueId: queue.id, queryIds: ['q-1', 'q-2'] });
  const seenBy = async (reader: Context, input: Parameters<typeof listLabels>[1] = {}) => {
    const { items, total } = await listLabels(reader, input);
    expect(total).toBe(items.length);
    return items.map(({ queryId, reviewer }) => `${queryId} ${reviewer}`).sort();
  };

  expect(await seenBy(bob)).toEqual(['q-3 Ada']);
  expect(await seenBy(bob, { queryId: 'q-1' })).toEqual([]);
  expect(await seenBy(bob, { reviewer: 'Ada' })).toEqual(['q-3 Ada']);
  expect(await listLabels(bob, { limit: 1 })).toMatchObject({ nextCursor: null, total: 1 });

  await writeLabels(bob, { labels: [{ queryId: 'q-1', verdict: 'correct' }] });
  expect(await seenBy(bob)).toEqual(['q-1 Ada', 'q-1 Bob', 'q-3 Ada']);
  expect(await seenBy(cleo)).toEqual(['q-3 Ada']);

  const key: Context = { ...ctx, actor: { kind: 'key', keyId: 'unknown', name: 'Key', scopes: ['read'] } };
  expect(await seenBy(key)).toEqual(['q-1 Ada', 'q-1 Bob', 'q-2 Ada', 'q-3 Ada']);
  expect(await countLabels(cleo)).toBe(4);
  await stores.controlPlane.prisma.queueItem.updateMany({
    where: { queueId: queue.id },
    data: { state: 'done' },
  });
  expect(await seenBy(cleo)).toEqual(await seenBy(key));
});

test('an API key writes for any reviewer, a reviewer only for themselves, a reading key not at all', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(1));
  const key = (...scopes: ('read' | 'label')[]): Context => ({
    ...ctx,
    actor: { kind: 'key', keyId: 'unknown', name: 'Key', scopes },
  });
  const label = { queryId: 'q-1', verdict: 'correct' };
  await expect(writeLabels(key('read'), { labels: [label] })).rejects.toMatchObject({ kind: 'forbidden' });
  expect(await writeLabels(key('label'), { labels: [{ ...label, reviewer: 'Ada' }] })).toMatchObject({
    accepted: 1,
  });
  const bob = await asPerson(ctx, 'Bob');
  const mixed = await writeLabels(bob, { labels: [{ ...label, reviewer: 'Ada' }, label] });
  expect(mixed).toMatchObject({ accepted: 1, rejected: [{ index: 0, code: 'forbidden', path: 'reviewer' }] });
});

test('a grade belongs to (question, chunk): another query with the same question has it', async () => {
  const ctx = await ownerContext(stores);
  const hits = [
    { id: 'x', text: 'shared text' },
    { id: 'y', text: 'own text' },
  ];
  await logQueries(ctx, [
    { id: 'one', question: 'same', hits },
    { id: 'two', question: 'same', hits: [{ id: 'renamed', text: 'shared text' }] },
    { id: 'three', question: 'another', hits },
  ]);
  await writeLabels(ctx, { labels: [{ queryId: 'one', verdict: 'correct', grades: { x: 2, y: 1 } }] });
  expect(await readLabelling(ctx, 'two')).toMatchObject({ own: null, prefilled: { renamed: 2 } });
  expect(await readLabelling(ctx, 'three')).toMatchObject({ own: null, prefilled: {} });
  expect(await readLabelling(ctx, 'one')).toMatchObject({ own: { grades: { x: 2, y: 1 } }, prefilled: {} });
  const bob = await asPerson(ctx, 'Bob');
  expect(await readLabelling(bob, 'two')).toMatchObject({ own: null, prefilled: {} });

  // Graded anew on the second query: the chunk's grade changes for both.
  await writeLabels(ctx, { labels: [{ queryId: 'two', verdict: 'correct', grades: { renamed: 3 } }] });
  const question = chunkOf('same');
  expect(await mirroredGrades(ctx)).toEqual(
    [
      { question, chunk: chunkOf('shared text'), grade: 3 },
      { question, chunk: chunkOf('own text'), grade: 1 },
    ].sort((a, b) => (a.chunk < b.chunk ? -1 : 1)),
  );
});

test('a revision takes its grades along; undoing it brings back the grades it displaced', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, [
    { id: 'one', question: 'same', hits: [{ id: 'x', text: 'text' }] },
    { id: 'two', question: 'same', hits: [{ id: 'x', text: 'text' }] },
  ]);
  const write = async (queryId: string, grade?: number) => {
    const grades = grade === undefined ? {} : { x: grade };
    const { ids } = await writeLabels(ctx, {
      labels: [{ queryId, verdict: 'correct', note: `${grade}`, grades }],
    });
    return ids[0] ?? '';
  };
  const shown = async () => (await mirroredGrades(ctx)).map((row) => row.grade);
  await write('one', 1);
  const two = await write('two', 2);
  const revised = await write('two');
  expect(await shown()).toEqual([]);
  await undoLabel(ctx, { labelId: revised });
  expect(await shown()).toEqual([2]);
  const last = await write('one', 3);
  expect(await shown()).toEqual([3]);
  // Undone out of order: the grade that `two` had displaced must not come back over the newest.
  await undoLabel(ctx, { labelId: two });
  expect(await shown()).toEqual([3]);
  await undoLabel(ctx, { labelId: last });
  expect(await shown()).toEqual([1]);
});

test('a missing document must be a known chunk, counts as grade 3, and contradictions are flagged', async () => {
  const ctx = await ownerContext(stores);
  await logQueries(ctx, plainQueries(2));
  const elsewhere = chunkOf('text b 2');
  const label = {
    queryId: 'q-1',
    verdict: 'wrong',
    failure: 'missing_knowledge',
    inDocuments: 'yes_not_found',
  };
  const answer = await writeLabels(ctx, {
    labels: [
      { ...label, missingDocument: { chunk: 'unknown' } },
      { ...label, missingDocument: { chunk: chunkOf('text a 1') } },
      { ...label, missingDocument: { chunk: elsewhere }, grades: { 'a-1': 1 } },
      { ...label, queryId: 'q-2', grades: { 'a-2': 3 } },
    ],
  });
  expect(answer.rejected.map(({ index, code, path }) => [index, code, path])).toEqual([
    [0, 'not_found', 'missingDocument.chunk'],
    [1, 'invalid', 'missingDocument.chunk'],
  ]);
  const { items } = await listLabels(ctx, {});
  expect(items.map(({ queryId, detail, flagged }) => [queryId, detail, flagged])).toEqual([
    ['q-2', 'not_retrieved', true],
    ['q-1', 'not_retrieved', false],
  ]);
  expect(await mirroredGrades(ctx)).toContainEqual({ question: chunkOf('q-1'), chunk: elsewhere, grade: 3 });
});
