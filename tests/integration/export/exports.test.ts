import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelExport } from '#lib/export/cancel-export.ts';
import { registerExportJobs } from '#lib/export/jobs.ts';
import { findExportFile, listExports, readExport } from '#lib/export/queries/exports.ts';
import { requestExport } from '#lib/export/request-export.ts';
import { runExport } from '#lib/export/run-export.ts';
import { type ExportView, manifestSchema } from '#lib/export/schema.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { createQueue } from '#lib/labelling/create-queue.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Jobs } from '#lib/platform/jobs.ts';
import type { Stores } from '#lib/platform/stores.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { logWithOrigin } from '../../support/log-with-origin.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
  await registerExportJobs(stores);
});
afterAll(() => close());

/** All rows in one file, however few. */
const WHOLE = {
  format: 'openai-chat' as const,
  shares: { validation: 0, test: 0 },
  overrides: [{ gate: 'readiness' as const, reason: 'A small test' }],
};

const user = (content: string) => ({ role: 'user', content });
const assistant = (content: string) => ({ role: 'assistant', content });

/** One query for each thing that can become of it. All start in one hour, but the last but one in the hour before. */
const QUERIES = [
  {
    id: '01-correct',
    question: 'Q1',
    answer: 'A1',
    hits: [
      { id: 'a', text: 'T1' },
      { id: 'b', text: 'T2' },
    ],
    model: 'm',
  },
  { id: '02-messages', messages: [{ role: 'system', content: 'S' }, user('Q2')], answer: 'A2', model: 'm' },
  { id: '03-wrong-ideal', question: 'Q3\u2028?', answer: 'A3', hits: [] },
  { id: '04-wrong', question: 'Q4', answer: 'A4' },
  { id: '05-disputed', question: 'Q5', answer: 'A5' },
  { id: '06-disputed-ideal', question: 'Q6', answer: 'A6' },
  { id: '07-unlabelled', question: 'Q7', answer: 'A7' },
  { id: '08-cut', question: 'Q8', answer: 'x'.repeat(300_000) },
  { id: '09-failed', question: 'Q9', answer: null, error: { stage: 'generation' } },
  { id: '10-empty', question: 'Q10', answer: '' },
  { id: '11-failed-ideal', question: 'Q11', answer: null, error: { stage: 'retrieval' } },
  { id: '12-turns', messages: [user('Q12'), assistant('earlier'), user('more')], answer: 'A12' },
  { id: '13-odd-role', messages: [{ role: 'function', content: 'x' }, user('Q13')], answer: 'A13' },
  {
    id: '14-image',
    messages: [{ role: 'user', content: [{ type: 'image_url' }] }, user('Q14')],
    answer: 'A14',
  },
  { id: '15-no-text', question: 'Q15', answer: 'A15', hits: [{ id: 'c' }] },
  { id: '16-continued', messages: [user('Q16'), assistant('Well')], answer: 'A16' },
  { id: '17-two-ideals', question: 'Q17', answer: 'A17', startedAt: '2026-03-01T09:59:59Z' },
  { id: '18-ask', question: 'Q18', answer: 'A18' },
];

const correct = (queryId: string) => ({ queryId, reviewer: 'Ann', verdict: 'correct' });
const wrong = (queryId: string, more: object = {}) => ({
  queryId,
  reviewer: 'Ann',
  verdict: 'wrong',
  failure: 'weak_reasoning',
  ...more,
});
const LABELS = [
  correct('01-correct'),
  correct('02-messages'),
  wrong('03-wrong-ideal', { idealAnswer: 'I3\u0085' }),
  wrong('04-wrong'),
  correct('05-disputed'),
  wrong('05-disputed', { reviewer: 'Bob' }),
  correct('06-disputed-ideal'),
  wrong('06-disputed-ideal', { reviewer: 'Bob', idealAnswer: 'I6' }),
  correct('08-cut'),
  correct('09-failed'),
  correct('10-empty'),
  { ...wrong('11-failed-ideal', { idealAnswer: 'I11' }) },
  correct('12-turns'),
  correct('13-odd-role'),
  correct('14-image'),
  correct('15-no-text'),
  correct('16-continued'),
  wrong('17-two-ideals', { idealAnswer: 'first' }),
  wrong('17-two-ideals', { reviewer: 'Bob', idealAnswer: 'second' }),
  correct('18-ask'),
];

async function filledProject(): Promise<Context> {
  const ctx = await ownerContext(stores);
  const at = { startedAt: '2026-03-01T10:00:00Z' };
  const sent = structuredClone(QUERIES).map((query) => ({ ...at, ...query }));
  await logQueries(ctx, { queries: sent.filter(({ id }) => id !== '18-ask').reverse() });
  for (const query of sent.filter(({ id }) => id === '18-ask')) await logWithOrigin(ctx, query, 'ask');
  for (const label of LABELS) {
    const { accepted } = await writeLabels(ctx, { labels: [label] });
    expect(accepted).toBe(1);
  }
  return ctx;
}

async function finished(ctx: Context, filter: Filter = {}): Promise<ExportView> {
  const { id } = await requestExport(ctx, { ...WHOLE, filter });
  return until(ctx, id, 'done');
}

async function until(ctx: Context, id: string, status: string): Promise<ExportView> {
  for (let i = 0; i < 400; i++) {
    const view = await readExport(ctx, id);
    if (view.status === status) return view;
    if (view.status === 'failed') throw new Error(view.error ?? 'failed');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The export did not become ${status}.`);
}

async function contents(ctx: Context, id: string, name = 'train.jsonl'): Promise<string> {
  return readFileSync((await findExportFile(ctx, { id, name })).path, 'utf8');
}

/** By id. An assistant's earlier turn is read and not learnt. */
const EXPECTED = [
  [user('Q1\n\nContext:\nT1\n\nT2'), assistant('A1')],
  [{ role: 'system', content: 'S' }, user('Q2'), assistant('A2')],
  [user('Q3\u2028?'), assistant('I3\u0085')],
  [user('Q11'), assistant('I11')],
  [user('Q12'), { ...assistant('earlier'), weight: 0 }, user('more'), assistant('A12')],
  [user('Q17'), assistant('second')],
];

describe('an export', () => {
  let ctx: Context;
  beforeAll(async () => {
    ctx = await filledProject();
  });

  test('holds exactly the rows listed by hand, and accounts for all others', async () => {
    const view = await finished(ctx);
    const text = await contents(ctx, view.id);
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(EXPECTED.map((messages) => ({ messages })));
    expect(text).not.toMatch(/[\u0085\u2028\u2029]/);

    const [train, readme, manifestFile] = view.files;
    expect(train).toEqual({
      name: 'train.jsonl',
      rows: 6,
      bytes: Buffer.byteLength(text),
      sha256: createHash('sha256').update(text).digest('hex'),
    });
    const manifestText = await contents(ctx, view.id, 'manifest.json');
    expect(manifestFile).toMatchObject({
      name: 'manifest.json',
      sha256: createHash('sha256').update(manifestText).digest('hex'),
    });
    const manifest = manifestSchema.parse(JSON.parse(manifestText));
    expect(manifest).toMatchObject({ format: 'openai-chat', files: [train, readme], recipe: { filter: {} } });
    expect(manifest.counts).toEqual({
      matching: 17,
      exported: 6,
      idealAnswers: 3,
      correctAnswers: 3,
      sides: { train: 6, validation: 0, test: 0 },
      excluded: {
        disputed: 2,
        empty_answer: 1,
        ends_with_assistant: 1,
        hit_text_missing: 1,
        invalid_line: 1,
        no_answer: 1,
        no_label: 1,
        not_correct: 1,
        truncated: 1,
        unknown_role: 1,
      },
    });
    expect(view).toMatchObject({ rowsTotal: 16, rowsDone: 16, error: null });
    expect(view.finishedAt).not.toBeNull();
    expect(manifestText).not.toContain(view.id);
  });

  test('follows its filter', async () => {
    const view = await finished(ctx, { model: ['m'] });
    const manifest = manifestSchema.parse(JSON.parse(await contents(ctx, view.id, 'manifest.json')));
    expect(manifest.recipe.filter).toEqual({ model: ['m'] });
    expect(manifest.counts).toMatchObject({ matching: 2, exported: 2, excluded: {} });
    expect(view.files[0]?.rows).toBe(2);
    const asked = await finished(ctx, { origin: ['ask'] });
    expect(JSON.parse(await contents(ctx, asked.id))).toEqual({ messages: [user('Q18'), assistant('A18')] });
  });

  test('of nothing has no rows and says so', async () => {
    const view = await finished(ctx, { model: ['nobody'] });
    expect(view.files.map(({ name }) => name)).toEqual(['README.md', 'manifest.json']);
    expect(view.counts).toMatchObject({ matching: 0, exported: 0 });
  });

  test('of the same data has the same bytes, whatever the size of its pages', async () => {
    const views = [await finished(ctx), await finished(ctx)];
    const small = await queuedExport(ctx);
    await runExport(stores, small, { pageSize: 3 });
    views.push(await until(ctx, small, 'done'));
    expect(new Set(views.map((view) => JSON.stringify(view.files))).size).toBe(1);
    for (const name of ['train.jsonl', 'manifest.json']) {
      const texts = await Promise.all(views.map((view) => contents(ctx, view.id, name)));
      expect(new Set(texts).size).toBe(1);
    }
  });

  test('asked for by a person leaves out what that person may still be given to label', async () => {
    const own = await filledProject();
    await createQueue(own, { name: 'all', filter: { model: ['m'] }, size: 10 });
    const mine = await finished(own, { model: ['m'] });
    expect(mine.counts?.exported).toBe(0);
    expect(JSON.parse(await contents(own, mine.id, 'manifest.json')).counts.excluded).toEqual({ hidden: 2 });
    const key: Context = { ...own, actor: { kind: 'key', keyId: 'k', name: 'Key', scopes: ['export'] } };
    expect((await finished(key, { model: ['m'] })).files[0]?.rows).toBe(2);
  });

  test('of another project is missing like any other, and so are its files', async () => {
    const view = await finished(ctx);
    const other = await ownerContext(stores);
    const answers = await Promise.all(
      [
        readExport(other, view.id),
        readExport(other, 'nowhere'),
        findExportFile(other, { id: view.id, name: 'train.jsonl' }),
        cancelExport(other, { id: view.id }),
      ].map((promise) => promise.catch((error: Error) => error)),
    );
    for (const answer of answers) expect(answer).toMatchObject({ kind: 'not_found' });
    expect(answers[0]).toEqual(answers[1]);
    expect((await readExport(ctx, view.id)).status).toBe('done');
    expect(await listExports(other)).toEqual([]);
    expect((await listExports(ctx))[0]).toEqual(view);
  });

  test.each([
    '../../secret',
    '..%2F..%2Fsecret',
    '/etc/passwd',
    'train.jsonl/../manifest.json',
    '.',
    '',
    'train.jsonl\0',
  ])('gives no file named %j', async (name) => {
    const [view] = await listExports(ctx);
    await expect(findExportFile(ctx, { id: view?.id ?? '', name })).rejects.toMatchObject({
      kind: 'not_found',
    });
  });

  test('needs the scope, a known format and a known filter', async () => {
    const key: Context = {
      ...ctx,
      actor: { kind: 'key', keyId: 'k', name: 'Key', scopes: ['read', 'label', 'ingest'] },
    };
    await expect(requestExport(key, { format: 'openai-chat' })).rejects.toMatchObject({ kind: 'forbidden' });
    const wrongs = [
      { format: 'csv' },
      { format: 'openai-chat', filter: { nope: 1 } },
      { format: 'openai-chat', x: 1 },
    ];
    for (const input of wrongs)
      await expect(requestExport(ctx, input as Parameters<typeof requestExport>[1])).rejects.toThrow();
  });
});

/** An export that waits, without a job that would start it. */
async function queuedExport(ctx: Context): Promise<string> {
  const jobs: Jobs = { ...stores.jobs, send: async () => {}, wake: () => {} };
  const { id } = await requestExport({ ...ctx, stores: { ...stores, jobs } }, WHOLE);
  return id;
}

const folders = () => readdirSync(join(stores.dataFolder, 'exports'));

describe('an export that does not go through', () => {
  test('cancelled before it starts, it never does', async () => {
    const ctx = await filledProject();
    const id = await queuedExport(ctx);
    expect((await cancelExport(ctx, { id })).status).toBe('cancelled');
    await runExport(stores, id);
    expect(await readExport(ctx, id)).toMatchObject({ status: 'cancelled', files: [], rowsDone: 0 });
    expect(folders().filter((name) => name.startsWith(id))).toEqual([]);
  });

  test('cancelled between two pages, it stops there and leaves nothing', async () => {
    const ctx = await filledProject();
    const id = await queuedExport(ctx);
    const running = runExport(
      throttled(stores, () => cancelExport(ctx, { id }), 3),
      id,
      { pageSize: 2 },
    );
    await running;
    const view = await readExport(ctx, id);
    expect(view).toMatchObject({ status: 'cancelled', files: [], rowsTotal: 16 });
    expect(view.rowsDone).toBeGreaterThan(0);
    expect(view.rowsDone).toBeLessThan(16);
    expect(folders().filter((name) => name.startsWith(id))).toEqual([]);
    await expect(findExportFile(ctx, { id, name: 'train.jsonl' })).rejects.toMatchObject({
      kind: 'not_found',
    });
    expect((await cancelExport(ctx, { id })).status).toBe('cancelled');
  });

  test('finished, it cannot be cancelled any more', async () => {
    const ctx = await filledProject();
    const view = await finished(ctx);
    expect(await cancelExport(ctx, { id: view.id })).toEqual(view);
  });

  test('a fault ends it as failed, with a sentence, and offers no file', async () => {
    const ctx = await filledProject();
    const id = await queuedExport(ctx);
    const fault = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    await runExport(throttled(stores, fault, 3), id, { pageSize: 2 });
    expect(await readExport(ctx, id)).toMatchObject({
      status: 'failed',
      files: [],
      error: "The disk is full. The server's log says more.",
    });
    expect(folders().filter((name) => name.startsWith(id))).toEqual([]);
  });

  test('left running by a process that died, it starts again and is done once', async () => {
    const ctx = await filledProject();
    const id = await queuedExport(ctx);
    const { prisma } = stores.controlPlane;
    await prisma.export.update({ where: { id }, data: { status: 'running', rowsDone: 4, rowsTotal: 16 } });
    const draft = join(stores.dataFolder, 'exports', `${id}.part`);
    mkdirSync(draft, { recursive: true });
    writeFileSync(join(draft, 'train.jsonl'), '{"messages":[{"role":"us');
    await expect(findExportFile(ctx, { id, name: 'train.jsonl' })).rejects.toMatchObject({
      kind: 'not_found',
    });

    await registerExportJobs(stores);
    const view = await until(ctx, id, 'done');
    expect((await contents(ctx, id)).trimEnd().split('\n')).toHaveLength(EXPECTED.length);
    expect(existsSync(draft)).toBe(false);
    await runExport(stores, id);
    expect(await readExport(ctx, id)).toEqual(view);
  });
});

/** Stores whose query log calls `before` once, at its nth page of labelled queries. */
function throttled(real: Stores, before: () => Promise<unknown>, page: number): Stores {
  let pages = 0;
  const rows: Stores['queryLog']['rows'] = async (schema, sql, params) => {
    if (sql.includes('started_ms, question')) {
      pages += 1;
      if (pages === page) await before();
    }
    return real.queryLog.rows(schema, sql, params);
  };
  return { ...real, queryLog: { ...real.queryLog, rows } };
}
