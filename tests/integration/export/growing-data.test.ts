import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assignSides } from '#lib/export/assign-sides.ts';
import { expireExports } from '#lib/export/expire-exports.ts';
import { startRun } from '#lib/export/export-run.ts';
import { findExportFile, readExport } from '#lib/export/queries/exports.ts';
import { listFindingRows } from '#lib/export/queries/findings.ts';
import { previewExport } from '#lib/export/queries/preview.ts';
import { requestExport } from '#lib/export/request-export.ts';
import { runExport } from '#lib/export/run-export.ts';
import { type ExportView, type Manifest, manifestSchema } from '#lib/export/schema.ts';
import { createGoldenSet } from '#lib/golden-sets/create-golden-set.ts';
import { logQueries } from '#lib/ingest/log-queries.ts';
import { writeLabels } from '#lib/labelling/write-labels.ts';
import type { Context } from '#lib/platform/context.ts';
import type { Jobs } from '#lib/platform/jobs.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const RECIPE = {
  format: 'openai-chat' as const,
  shares: { validation: 0.25, test: 0.25 },
  overrides: (['readiness', 'duplicates', 'contradictory_labels'] as const).map((gate) => ({
    gate,
    reason: 'A small test',
  })),
};

const TOPICS = ['invoices', 'backups', 'guest links', 'deleted files', 'shared folders', 'audit logs'];
const question = (i: number) =>
  `In case ${i * 7919} we would like to know how ${TOPICS[i % TOPICS.length]} behave when plan ${i * 104729} ends`;

async function addCorrect(ctx: Context, queries: { id: string; question: string; sessionId?: string }[]) {
  await logQueries(ctx, {
    queries: queries.map((query) => ({
      ...query,
      answer: `Answer ${query.id}`,
      startedAt: '2026-03-01T10:00:00Z',
    })),
  });
  const labels = queries.map(({ id }) => ({ queryId: id, reviewer: 'Ann', verdict: 'correct' }));
  const { accepted } = await writeLabels(ctx, { labels });
  expect(accepted).toBe(queries.length);
}

async function queued(ctx: Context, recipe: object = RECIPE): Promise<string> {
  const jobs: Jobs = { ...stores.jobs, send: async () => {}, wake: () => {} };
  const input = recipe as Parameters<typeof requestExport>[1];
  return (await requestExport({ ...ctx, stores: { ...stores, jobs } }, input)).id;
}

async function exported(ctx: Context, recipe: object = RECIPE): Promise<ExportView> {
  const id = await queued(ctx, recipe);
  await runExport(stores, id);
  return readExport(ctx, id);
}

async function text(ctx: Context, { id }: ExportView, name: string): Promise<string> {
  return readFileSync((await findExportFile(ctx, { id, name })).path, 'utf8');
}

async function manifestOf(ctx: Context, view: ExportView): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await text(ctx, view, 'manifest.json')));
}

const sides = async (ctx: Context) => {
  const rows = await stores.controlPlane.prisma.exportSide.findMany({
    where: { projectId: ctx.project.id },
    orderBy: { queryId: 'asc' },
  });
  return new Map(rows.map(({ queryId, side }) => [queryId, side]));
};

describe('data that grows', () => {
  let ctx: Context;
  let first: ExportView;
  beforeAll(async () => {
    ctx = await ownerContext(stores);
    await addCorrect(
      ctx,
      Array.from({ length: 24 }, (_, i) => ({ id: `q${String(i).padStart(2, '0')}`, question: question(i) })),
    );
    first = await exported(ctx);
  });

  test('a preview counts what the export has, and gives nobody a side', async () => {
    const other = await ownerContext(stores);
    await addCorrect(other, [{ id: 'a', question: question(1) }]);
    const { overrides: _, ...recipe } = RECIPE;
    expect((await previewExport(other, recipe)).counts.exported).toBe(1);
    expect((await sides(other)).size).toBe(0);
    expect((await previewExport(ctx, recipe)).counts).toEqual(first.counts);
  });

  test('sides stay, and near-duplicates of later days follow them', async () => {
    const before = await sides(ctx);
    expect(new Set(before.values())).toEqual(new Set(['train', 'validation', 'test']));
    await addCorrect(
      ctx,
      Array.from({ length: 24 }, (_, i) => ({
        id: `r${String(i).padStart(2, '0')}`,
        question: `${question(i)}?`,
      })),
    );
    const second = await exported(ctx);
    const after = await sides(ctx);
    for (const [queryId, side] of before) expect(after.get(queryId)).toBe(side);
    for (const [queryId, side] of before) expect(after.get(queryId.replace('q', 'r'))).toBe(side);
    expect(second.difference).toMatchObject({ exportId: first.id, added: 24, removed: 0, moved: 0 });
    const duplicates = second.findings.find(({ gate }) => gate === 'duplicates');
    expect(duplicates).toMatchObject({ level: 'stop', rows: 48, override: 'A small test' });
    const page = await listFindingRows(ctx, { id: second.id, gate: 'duplicates', limit: 20 });
    expect(page).toMatchObject({ total: 48, nextCursor: '20' });
    expect(page.items[0]?.question).toContain('In case');
    const rest = await listFindingRows(ctx, { id: second.id, gate: 'duplicates', cursor: 20 });
    expect(rest.items).toHaveLength(28);
    expect(rest.nextCursor).toBeNull();
  });

  test('a session that joins two questions moves them to the stricter side, and names them', async () => {
    const given = await sides(ctx);
    const on = (side: string) =>
      [...given].find(([id, its]) => id.startsWith('q') && its === side)?.[0] ?? '';
    const [trained, tested] = [on('train'), on('test')];
    const like = (id: string) => question(Number(id.slice(1)));
    await addCorrect(ctx, [
      { id: 'x1', question: `${like(trained)} now`, sessionId: 's' },
      { id: 'x2', question: `${like(tested)} now`, sessionId: 's' },
    ]);
    const view = await exported(ctx);
    const after = await sides(ctx);
    expect([trained, 'x1', 'x2', tested].map((id) => after.get(id))).toEqual([
      'test',
      'test',
      'test',
      'test',
    ]);
    const manifest = await manifestOf(ctx, view);
    expect(manifest.splits.moved).toContainEqual({ queryId: trained, from: 'train', to: 'test' });
    expect(view.difference?.moved).toBeGreaterThanOrEqual(2);
    const same = await exported(ctx);
    expect(same.files).toEqual(view.files);
    expect(same.difference).toMatchObject({ added: 0, removed: 0, moved: 0 });
  });

  test('what a golden set asks is refused and named, in a spreadsheet too', async () => {
    const golden = { name: 'G', questions: [{ question: `${question(3)}!` }] };
    await createGoldenSet(ctx, golden);
    const view = await exported(ctx);
    const { refused, counts } = await manifestOf(ctx, view);
    expect(refused.map(({ queryId }) => queryId)).toEqual(['q03', 'r03']);
    expect(refused[0]?.golden).toBe(`${question(3)}!`);
    expect(counts.excluded.golden_question).toBe(2);
    expect(view.difference).toMatchObject({ removed: 2, reasons: { golden_question: 2 } });
    const files = await Promise.all(
      ['train', 'validation', 'test'].map((split) => text(ctx, view, `${split}.jsonl`)),
    );
    expect(files.join()).not.toContain(question(3));
    const table = await exported(ctx, { format: 'labels-csv' });
    expect(table.counts?.excluded.golden_question).toBe(2);
    expect(await text(ctx, table, 'labels.csv')).not.toContain(question(3));
    expect(await text(ctx, table, 'labels.csv')).toContain(question(4));
  });

  test('a query that becomes disputed is gone, and the difference says so', async () => {
    await exported(ctx);
    await writeLabels(ctx, {
      labels: [{ queryId: 'q05', reviewer: 'Bob', verdict: 'wrong', failure: 'unclear' }],
    });
    const view = await exported(ctx);
    expect(view.difference).toMatchObject({ added: 0, removed: 1, reasons: { disputed: 1 } });
    const { authors } = await manifestOf(ctx, view);
    expect(authors).toEqual([
      { pseudonym: expect.stringMatching(/^reviewer-[0-9a-f]{10}$/), labels: expect.any(Number) },
    ]);
  });

  test('a gate without a reason holds the files back', async () => {
    const view = await exported(ctx, { ...RECIPE, overrides: [] });
    expect(view).toMatchObject({ status: 'held', files: [] });
    expect(view.findings.filter(({ level }) => level === 'stop').map(({ gate }) => gate)).toEqual([
      'readiness',
      'duplicates',
    ]);
  });

  test('files are kept for a set time', async () => {
    const view = await exported(ctx);
    await expireExports(stores, new Date(Date.now() + 29 * 86_400_000));
    expect((await readExport(ctx, view.id)).status).toBe('done');
    await expireExports(stores, new Date(Date.now() + 31 * 86_400_000));
    expect(await readExport(ctx, view.id)).toMatchObject({
      status: 'expired',
      files: [],
      counts: view.counts,
    });
  });
});

test('what a benchmark tests is in no file to train with', async () => {
  const ctx = await ownerContext(stores);
  const ids = Array.from({ length: 24 }, (_, i) => `q${i}`);
  const hits = (id: string) => [{ id: `d-${id}`, text: `The passage that answers ${id}.` }];
  await logQueries(ctx, {
    queries: ids.map((id, i) => ({ id, question: question(i), hits: hits(id), answer: 'A' })),
  });
  const labels = ids.map((id) => ({
    queryId: id,
    reviewer: 'Ann',
    verdict: 'correct',
    grades: { [`d-${id}`]: 3 },
  }));
  await writeLabels(ctx, { labels });
  const pairs = await exported(ctx, { ...RECIPE, format: 'st-pairs' });
  const benchmark = await exported(ctx, { ...RECIPE, format: 'beir' });
  expect(benchmark.counts?.sides).toEqual(pairs.counts?.sides);
  const lines = async (view: ExportView, name: string) =>
    (await text(ctx, view, name)).split('\n').flatMap((line) => (line === '' ? [] : JSON.parse(line)));
  const textOf = new Map((await lines(benchmark, 'queries.jsonl')).map((row) => [row._id, row.text]));
  const tested = (await lines(benchmark, 'qrels/test.jsonl')).map((row) => textOf.get(row['query-id']));
  const trained = (await lines(pairs, 'train.jsonl')).map(({ anchor }) => anchor);
  expect([tested.length > 0, trained.length > 0]).toEqual([true, true]);
  expect(tested.filter((one) => trained.includes(one))).toEqual([]);
});

describe('two processes', () => {
  test('of two runs of one export only one has it, until it gives no sign of life', async () => {
    const ctx = await ownerContext(stores);
    await addCorrect(ctx, [{ id: 'a', question: question(1) }]);
    const id = await queued(ctx);
    const held = await startRun(stores, id);
    expect(held).toBeDefined();
    await runExport(stores, id);
    expect((await readExport(ctx, id)).status).toBe('running');
    await held?.report({ rowsDone: 0 });
    held?.end();

    await stores.controlPlane.prisma.export.update({ where: { id }, data: { leasedUntil: new Date(0) } });
    await runExport(stores, id);
    const view = await readExport(ctx, id);
    expect(view.status).toBe('done');
    await expect(held?.report({ rowsDone: 1 })).rejects.toThrow();
    expect(await held?.finish({ status: 'failed' }), 'the first run comes back too late').toBe(false);
    expect(await readExport(ctx, id)).toEqual(view);
  });

  test('two exports at a time never put near-duplicates on two sides', async () => {
    const ctx = await ownerContext(stores);
    const candidates = (letter: string, end: string) =>
      Array.from({ length: 20 }, (_, i) => ({
        queryId: `${letter}${i}`,
        bucketSeconds: 0,
        question: `${question(i).toLowerCase()}${end}`,
        searched: null,
        sessionId: '',
      }));
    await addCorrect(
      ctx,
      [...candidates('a', ''), ...candidates('b', '?')].map(({ queryId, ...row }) => ({
        id: queryId,
        question: row.question,
      })),
    );
    const options = { shares: { validation: 0.3, test: 0.3 }, store: true };
    const [a, b] = await Promise.all([
      assignSides(ctx, candidates('a', ''), { ...options, seed: 1 }),
      assignSides(ctx, candidates('b', '?'), { ...options, seed: 2 }),
    ]);
    expect(b.map(({ side }) => side)).toEqual(a.map(({ side }) => side));
  });
});
