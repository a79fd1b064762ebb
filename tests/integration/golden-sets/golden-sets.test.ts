import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addGoldenQuestion } from '#lib/golden-sets/add-golden-question.ts';
import { createGoldenSet } from '#lib/golden-sets/create-golden-set.ts';
import { deleteGoldenSet } from '#lib/golden-sets/delete-golden-set.ts';
import { eraseGoldenSets } from '#lib/golden-sets/erase-golden-sets.ts';
import { importGoldenQuestions } from '#lib/golden-sets/import-golden-questions.ts';
import {
  goldenQuestions,
  listGoldenQuestions,
  readGoldenVersion,
} from '#lib/golden-sets/queries/golden-questions.ts';
import { listGoldenSets, readGoldenSet } from '#lib/golden-sets/queries/golden-sets.ts';
import { drawGoldenSample } from '#lib/golden-sets/queries/sample.ts';
import { versionDifference } from '#lib/golden-sets/queries/version-difference.ts';
import { saveGoldenSet } from '#lib/golden-sets/save-golden-set.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

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

const first = { question: 'How long is the refund window?', idealAnswer: '30 days.', relevantIds: ['kb-1'] };
const second = { question: 'Do students pay less?' };
const textsOf = async (setId: string, version?: number) => {
  const read = await readGoldenVersion(ctx, version === undefined ? { setId } : { setId, version });
  return read.questions.map(({ question }) => question);
};

describe('versions', () => {
  test('each change makes one, and the earlier ones stay as they were', async () => {
    const { setId, version } = await createGoldenSet(ctx, { name: 'Core', questions: [first, second] });
    expect(version).toBe(1);
    const before = await readGoldenVersion(ctx, { setId, version: 1 });
    const [one, two] = before.questions;
    const saved = await saveGoldenSet(ctx, {
      setId,
      baseVersion: 1,
      add: [{ question: 'A third one?' }],
      change: [{ key: one?.key ?? '', ...first, idealAnswer: '14 days.' }],
      remove: [two?.key ?? ''],
    });
    expect(saved).toEqual({
      setId,
      version: 2,
      questions: 2,
      added: 1,
      changed: 1,
      removed: 1,
      duplicates: 0,
    });
    expect(await readGoldenVersion(ctx, { setId, version: 1 })).toEqual(before);
    const after = await readGoldenVersion(ctx, { setId });
    expect(after.questions.map(({ question, idealAnswer }) => [question, idealAnswer])).toEqual([
      [first.question, '14 days.'],
      ['A third one?', null],
    ]);
    expect(after.questions[0]?.key).toBe(one?.key);

    const difference = await versionDifference(ctx, { setId, from: 1, to: 2 });
    expect(difference.added.map(({ question }) => question)).toEqual(['A third one?']);
    expect(difference.removed.map(({ question }) => question)).toEqual([second.question]);
    expect(
      difference.changed.map(({ before: old, after: now }) => [old.idealAnswer, now.idealAnswer]),
    ).toEqual([['30 days.', '14 days.']]);
    expect(await versionDifference(ctx, { setId, from: 2, to: 2 })).toMatchObject({
      added: [],
      removed: [],
      changed: [],
    });
  });

  test('a stored question takes no change, whoever asks for it', async () => {
    const { setId } = await createGoldenSet(ctx, { name: 'Core', questions: [first] });
    const { goldenQuestion } = stores.controlPlane.prisma;
    const where = { setId, projectId: ctx.project.id };
    await expect(goldenQuestion.updateMany({ where, data: { question: 'Another?' } })).rejects.toThrow();
    await expect(goldenQuestion.updateMany({ where, data: { addedIn: 2, removedIn: 3 } })).rejects.toThrow();
    await goldenQuestion.updateMany({ where, data: { removedIn: 2 } });
    await expect(goldenQuestion.updateMany({ where, data: { removedIn: null } })).rejects.toThrow();
  });

  test('a change of an earlier version than the latest is refused and leaves nothing behind', async () => {
    const { setId } = await createGoldenSet(ctx, { name: 'Core', questions: [first] });
    await saveGoldenSet(ctx, { setId, baseVersion: 1, add: [second] });
    await expect(
      saveGoldenSet(ctx, { setId, baseVersion: 1, add: [{ question: 'Late?' }] }),
    ).rejects.toMatchObject({
      kind: 'conflict',
    });
    expect(await textsOf(setId)).toEqual([first.question, second.question]);
  });

  test('many at once: every question comes in, each with a version of its own', async () => {
    const { setId } = await createGoldenSet(ctx, { name: 'Core' });
    const saved = await Promise.all(
      [1, 2, 3, 4].map((n) => addGoldenQuestion(ctx, { setId, question: `Question ${n}?` })),
    );
    expect(saved.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5]);
    expect((await textsOf(setId)).sort()).toEqual([1, 2, 3, 4].map((n) => `Question ${n}?`));
  });

  test('what a set asks already makes no version', async () => {
    const { setId } = await createGoldenSet(ctx, {
      name: 'Core',
      questions: [first, { question: '  how LONG is the refund window? ' }],
    });
    expect(await textsOf(setId)).toEqual([first.question]);
    const again = await addGoldenQuestion(ctx, { setId, question: first.question.toUpperCase() });
    expect(again).toMatchObject({ version: 1, added: 0, duplicates: 1 });
    expect((await readGoldenSet(ctx, setId)).versions).toHaveLength(1);
  });

  test('a changed question may not ask what another one asks', async () => {
    const { setId } = await createGoldenSet(ctx, { name: 'Core', questions: [first, second] });
    const { questions } = await readGoldenVersion(ctx, { setId });
    const change = [{ key: questions[1]?.key ?? '', question: first.question }];
    await expect(saveGoldenSet(ctx, { setId, baseVersion: 1, change })).rejects.toMatchObject({
      kind: 'conflict',
    });
    await expect(saveGoldenSet(ctx, { setId, baseVersion: 1, remove: ['none'] })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  test('pages hold each question once, in order', async () => {
    const questions = Array.from({ length: 25 }, (_, i) => ({ question: `Question ${i}?` }));
    const { setId } = await createGoldenSet(ctx, { name: 'Core', questions });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listGoldenQuestions(ctx, { setId, limit: 10, ...(cursor && { cursor }) });
      expect(page.total).toBe(25);
      seen.push(...page.items.map(({ question }) => question));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(questions.map(({ question }) => question));
    await expect(listGoldenQuestions(ctx, { setId, version: 9 })).rejects.toMatchObject({
      kind: 'not_found',
    });
    await expect(listGoldenQuestions(ctx, { setId, cursor: 'x' })).rejects.toMatchObject({ kind: 'invalid' });
  });
});

test('a name is given once in a project; deleting frees it and is in the audit log', async () => {
  const { setId } = await createGoldenSet(ctx, { name: 'Core', questions: [first] });
  await expect(createGoldenSet(ctx, { name: 'Core' })).rejects.toMatchObject({
    kind: 'conflict',
    path: 'name',
  });
  await deleteGoldenSet(ctx, { id: setId });
  await createGoldenSet(ctx, { name: 'Core' });
  expect((await listGoldenSets(ctx)).map(({ name, questions }) => [name, questions])).toEqual([['Core', 0]]);
  const events = await stores.controlPlane.prisma.auditEvent.findMany({
    where: { projectId: ctx.project.id, action: { startsWith: 'golden_set' } },
    orderBy: { id: 'asc' },
  });
  expect(events.map(({ action }) => action)).toEqual([
    'golden_set_made',
    'golden_set_deleted',
    'golden_set_made',
  ]);
});

test('another project sees and changes nothing; erasing takes all', async () => {
  const { setId } = await createGoldenSet(ctx, { name: 'Core', questions: [first] });
  const stranger = await ownerContext(stores);
  expect(await listGoldenSets(stranger)).toEqual([]);
  for (const attempt of [
    () => readGoldenSet(stranger, setId),
    () => addGoldenQuestion(stranger, { setId, ...second }),
    () => saveGoldenSet(stranger, { setId, baseVersion: 1, add: [second] }),
    () => deleteGoldenSet(stranger, { id: setId }),
    () => versionDifference(stranger, { setId, from: 1, to: 1 }),
  ])
    await expect(attempt()).rejects.toMatchObject({ kind: 'not_found' });
  expect(await goldenQuestions(stranger)).toEqual([]);
  await eraseGoldenSets(stores, ctx.project.id);
  expect(await goldenQuestions(ctx)).toEqual([]);
});

test('leak checks know every question that ever stood in a set', async () => {
  const { setId } = await createGoldenSet(ctx, { name: 'Core', questions: [first, second] });
  const { questions } = await readGoldenVersion(ctx, { setId });
  await saveGoldenSet(ctx, { setId, baseVersion: 1, remove: questions.map(({ key }) => key) });
  expect(await textsOf(setId)).toEqual([]);
  expect((await goldenQuestions(ctx)).map(({ question }) => question)).toEqual([
    first.question,
    second.question,
  ]);
});

describe('from a file', () => {
  const csv = 'question,answer\nHow long is the refund window?,14 days.\nWho?,\n';

  test('a set of its questions, and a version of a set with what the file says otherwise', async () => {
    const made = await importGoldenQuestions(ctx, {
      name: 'Imported',
      format: 'jsonl',
      files: { 'set.jsonl': `${JSON.stringify(first)}\n${JSON.stringify(second)}\n` },
    });
    expect(made).toMatchObject({ version: 1, added: 2 });
    const { setId } = made;
    const again = await importGoldenQuestions(ctx, { setId, format: 'csv', files: { 'set.csv': csv } });
    expect(again).toMatchObject({ version: 2, added: 1, changed: 1, removed: 0, questions: 3 });
    const { items } = await listGoldenQuestions(ctx, { setId });
    const changed = items.find(({ question }) => question === first.question);
    expect(changed, 'the file names no documents').toMatchObject({
      idealAnswer: '14 days.',
      relevantIds: first.relevantIds,
    });
    expect(
      await importGoldenQuestions(ctx, { setId, format: 'csv', files: { 'set.csv': csv } }),
    ).toMatchObject({
      version: 2,
      added: 0,
      changed: 0,
    });
    expect((await readGoldenSet(ctx, setId)).versions.map(({ source }) => source)).toEqual([
      'import',
      'import',
    ]);
  });

  test('one wrong line and nothing is imported', async () => {
    const files = { 'set.jsonl': `${JSON.stringify(first)}\n{"question":""}\n` };
    await expect(importGoldenQuestions(ctx, { name: 'Broken', format: 'jsonl', files })).rejects.toThrow(
      /Line 2/,
    );
    await expect(
      importGoldenQuestions(ctx, { name: 'Empty', format: 'jsonl', files: { 'a.jsonl': '\n' } }),
    ).rejects.toThrow(/no question/);
    expect(await listGoldenSets(ctx)).toEqual([]);
  });
});

describe('from labelled queries', () => {
  const hit = (id: string) => ({ id, text: `Text of ${id}.` });

  let labelled: Context;
  beforeAll(async () => {
    labelled = await ownerContext(stores);
    const topics = [
      'refund window for orders',
      'parking permit for students',
      'opening hours of the library',
    ];
    const words = [
      'today',
      'tomorrow',
      'in winter',
      'abroad',
      'online',
      'at night',
      'on Sunday',
      'in May',
      'by post',
      'for staff',
    ];
    const queries = topics.flatMap((topic, t) =>
      words.map((word, i) => ({
        id: `q-${t}-${i}`,
        question: `What about the ${topic} ${word}?`,
        answer: `Answer ${t} ${i}.`,
        hits: [hit(`kb-${t}`), hit('kb-x')],
      })),
    );
    await logQueries(labelled, { queries });
    const kinds = (t: number, i: number) =>
      t === 0 && i < 2
        ? ({ verdict: 'wrong', failure: 'wrong_format', idealAnswer: `Ideal ${i}.` } as const)
        : ({ verdict: 'correct' } as const);
    const { accepted } = await writeLabels(labelled, {
      labels: topics.flatMap((_, t) =>
        words.map((__, i) => ({
          queryId: `q-${t}-${i}`,
          ...kinds(t, i),
          grades: { [`kb-${t}`]: 3, 'kb-x': 0 },
        })),
      ),
    });
    expect(accepted).toBe(30);
  });
  beforeEach(() => {
    ctx = labelled;
  });

  test('a sample stands for its kinds and groups, is the same again, and becomes a set', async () => {
    const { queries, coverage } = await drawGoldenSample(ctx, { size: 9 });
    expect(queries).toHaveLength(9);
    expect(coverage).toMatchObject({ usable: 30, lookedAt: 30, chosen: 9, clusters: { chosen: 3, of: 3 } });
    expect(coverage.kinds).toEqual([
      { kind: 'correct', chosen: 8, of: 28 },
      { kind: 'wrong_format', chosen: 1, of: 2 },
    ]);
    expect(await drawGoldenSample(ctx, { size: 9 })).toEqual({ queries, coverage });
    const some = await drawGoldenSample(ctx, { size: 9, filter: { verdict: ['wrong'] } });
    expect(some.queries.map(({ kind }) => kind)).toEqual(['wrong_format', 'wrong_format']);

    const queryIds = queries.map(({ queryId }) => queryId);
    const { setId } = await createGoldenSet(ctx, { name: '9 representative', queryIds, coverage });
    const detail = await readGoldenSet(ctx, setId);
    expect(detail.versions).toMatchObject([{ version: 1, source: 'sample', questions: 9, coverage }]);
    const { questions } = await readGoldenVersion(ctx, { setId });
    expect(questions.map(({ queryId }) => queryId)).toEqual(queryIds);
    for (const { queryId, kind, idealAnswer, relevantIds, answerable } of questions) {
      const [, t = '', i = ''] = queryId?.split('-') ?? [];
      expect(relevantIds).toEqual([`kb-${t}`]);
      expect(answerable).toBe(true);
      expect(idealAnswer).toBe(kind === 'correct' ? `Answer ${t} ${i}.` : `Ideal ${i}.`);
    }
  });

  test('keeping a query: what its labels say, but for what is given', async () => {
    const { setId } = await createGoldenSet(ctx, { name: 'Kept one by one' });
    await addGoldenQuestion(ctx, { setId, queryId: 'q-0-0' });
    await addGoldenQuestion(ctx, {
      setId,
      queryId: 'q-1-0',
      requiredFacts: ['a permit'],
      idealAnswer: 'Yes.',
    });
    const { questions } = await readGoldenVersion(ctx, { setId });
    expect(
      questions.map(({ idealAnswer, requiredFacts, relevantIds, kind }) => [
        idealAnswer,
        requiredFacts,
        relevantIds,
        kind,
      ]),
    ).toEqual([
      ['Ideal 0.', [], ['kb-0'], 'wrong_format'],
      ['Yes.', ['a permit'], ['kb-1'], 'correct'],
    ]);
    await expect(addGoldenQuestion(ctx, { setId, queryId: 'none' })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  test('what a reviewer must still judge unseen is hidden from them in a set too', async () => {
    const { setId } = await createGoldenSet(ctx, { name: 'Kept', queryIds: ['q-0-0', 'q-1-0'] });
    await createQueue(ctx, { name: 'Work', size: 100, filter: { q: 'refund' } });
    const { person } = stores.controlPlane.prisma;
    const projectId = ctx.project.id;
    await person.create({ data: { id: `r-${projectId}`, projectId, name: 'Rita', role: 'reviewer' } });
    const actor = { kind: 'person', personId: `r-${projectId}`, name: 'Rita', role: 'reviewer' } as const;
    const { questions } = await readGoldenVersion({ ...ctx, actor }, { setId });
    expect(
      questions.map(({ isHidden, idealAnswer, relevantIds, kind }) => [
        isHidden,
        idealAnswer,
        relevantIds,
        kind,
      ]),
    ).toEqual([
      [true, null, [], null],
      [false, 'Answer 1 0.', ['kb-1'], 'correct'],
    ]);
    await expect(addGoldenQuestion({ ...ctx, actor }, { setId, question: 'Mine?' })).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});
