import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { checkChunks } from '#lib/quality/check-chunks.ts';
import { type ChunkRule, chunkHealthSchema } from '#lib/quality/chunk-health-schema.ts';
import { chunkHealth } from '#lib/quality/queries/chunk-health.ts';
import { chunkList } from '#lib/quality/queries/chunk-list.ts';
import type { Filter } from '#lib/query-log/filter.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { PLANTED, PLANTED_KINDS, plantedCorpus } from './planted-chunks.ts';
import { writeChunks } from './write-chunks.ts';
import { writeGrades, writeQueries } from './write-rows.ts';

let stores: Stores;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ stores, close } = await openTestStores());
});
afterAll(() => close());

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 0, minute)).toISOString();
const DAY: Filter = { from: '2026-03-02T00:00:00.000Z', to: '2026-03-03T00:00:00.000Z' };
const NO_LIMIT = { budgetMs: 120_000 };
const SOUND =
  'A chunk of a text that says in a few whole sentences, more than twenty words of them, what its heading promised. It is sound.';

describe('a small corpus', () => {
  let ctx: Context;
  let hashes: string[];
  const texts = {
    sound: `# Returns\n\n${SOUND}`,
    unused: `# Deliveries\n\nParcels leave on the day of the order, if it comes before noon, and reach every town of the country on the day after that. Islands take longer.`,
    short: '# Opening hours\n\nFrom nine to five.',
    cut: '# Guarantee\n\nwhich is two years from the day of the purchase for new goods and one year for used ones, if nothing else was agreed in writing. Batteries are excluded.',
    bare: 'Employees may take two days a week at home after their first three months, if their team agrees and their work allows it. Managers decide.',
    copy: `# Returns\n\n${SOUND.replace('promised', 'promises')}`,
  };
  beforeAll(async () => {
    ctx = await ownerContext(stores);
    hashes = await writeChunks(
      ctx,
      Object.values(texts).map((text) => ({ text, title: text === texts.bare ? 'Remote work' : '' })),
    );
    const [sound = '', , short = '', cut = '', bare = ''] = hashes;
    const queries = Array.from({ length: 40 }, (_, i) => ({
      id: `q${i}`,
      at: at(i),
      hits: [sound, ...(i < 3 ? [cut, short] : []), ...(i === 5 ? [bare, hashes[5] ?? ''] : [])],
    }));
    await writeQueries(ctx, [...queries, { id: 'none', at: at(50), hits: [] }]);
    await writeGrades(ctx, {
      q0: { [sound]: 3, [cut]: 0, [short]: 1 },
      q1: { [cut]: 1, [short]: 2 },
      q2: { [cut]: 1, [short]: 0 },
    });
  });
  const firedFor = async (rule: ChunkRule, filter = DAY) =>
    (await chunkList(ctx, filter, { rule })).items.map(
      ({ chunk }) => Object.keys(texts)[hashes.indexOf(chunk)],
    );

  test('says nothing of how chunks are cut before it looked, and all after', async () => {
    const before = chunkHealthSchema.parse(await chunkHealth(ctx, DAY));
    expect(before).toMatchObject({ known: 6, checked: 0, retrieved: 5, queries: 40 });
    expect(before.rules.find(({ rule }) => rule === 'too_short')).toMatchObject({ count: 0, of: 0 });
    expect(await checkChunks(stores, ctx.project.id, NO_LIMIT)).toEqual({ isComplete: true });
    const after = chunkHealthSchema.parse(await chunkHealth(ctx, DAY));
    expect(after.checked).toBe(6);
    expect(Object.fromEntries(after.rules.map(({ rule, count }) => [rule, count]))).toEqual({
      never_retrieved: 1,
      never_relevant: 1,
      dominating: 1,
      near_duplicate: 2,
      too_short: 1,
      too_long: 0,
      mid_sentence: 1,
      no_heading: 1,
    });
  });

  test('each rule fires for its chunk and says why', async () => {
    expect(await firedFor('never_retrieved')).toEqual(['unused']);
    expect(await firedFor('never_relevant')).toEqual(['cut']);
    expect(await firedFor('dominating')).toEqual(['sound']);
    expect((await firedFor('near_duplicate')).sort()).toEqual(['copy', 'sound']);
    expect(await firedFor('too_short')).toEqual(['short']);
    expect(await firedFor('mid_sentence')).toEqual(['cut']);
    expect(await firedFor('no_heading')).toEqual(['bare']);
    const { items } = await chunkList(ctx, DAY, { rule: 'no_heading' });
    expect(items[0]).toMatchObject({ title: 'Remote work', id: 'id-4', queries: 1, graded: 0 });
    expect(items[0]?.because).toContain('Remote work');
  });

  test('a range without queries cannot say what is never retrieved', async () => {
    const { rules } = await chunkHealth(ctx, {
      from: '2027-01-01T00:00:00.000Z',
      to: '2027-01-02T00:00:00.000Z',
    });
    for (const rule of ['never_retrieved', 'dominating', 'never_relevant'])
      expect(rules.find((one) => one.rule === rule)).toMatchObject({ count: 0, examples: [] });
    expect(rules.find((one) => one.rule === 'never_retrieved')?.notAsked).toMatch(/No query/);
  });

  test('pages do not overlap', async () => {
    const first = await chunkList(ctx, DAY, { rule: 'near_duplicate', limit: 1 });
    const second = await chunkList(ctx, DAY, {
      rule: 'near_duplicate',
      limit: 1,
      offset: first.nextOffset ?? 0,
    });
    expect(first.nextOffset).toBe(1);
    expect(second.nextOffset).toBeNull();
    expect(first.items[0]?.chunk).not.toBe(second.items[0]?.chunk);
    expect(first.items[0]?.alike).toEqual([second.items[0]?.chunk]);
  });

  test('another project has none of it', async () => {
    const other = await ownerContext(stores);
    expect(await chunkHealth(other, DAY)).toMatchObject({ known: 0, checked: 0, retrieved: 0 });
  });

  test('a chunk that gets another title is checked again, others are not', async () => {
    await stores.queryLog.insert('corpus', [
      {
        project_id: ctx.project.id,
        index_version: 'v1',
        chunk_id: 'id-4',
        chunk_hash: hashes[4],
        title: 'Employees',
        source: '',
        version: 2,
      },
    ]);
    await checkChunks(stores, ctx.project.id, NO_LIMIT);
    expect(await firedFor('no_heading')).toEqual([]);
  });

  test('work that runs out of time goes on where it stopped', async () => {
    const other = await ownerContext(stores);
    await writeChunks(
      other,
      Array.from({ length: 70 }, (_, i) => ({ text: `# Part ${i}\n\n${SOUND} Number ${i}.` })),
    );
    expect(await checkChunks(stores, other.project.id, { budgetMs: 0 })).toEqual({ isComplete: false });
    const { checked } = await chunkHealth(other, DAY);
    expect(checked).toBeGreaterThan(0);
    expect(checked).toBeLessThan(70);
    await checkChunks(stores, other.project.id, NO_LIMIT);
    expect((await chunkHealth(other, DAY)).checked).toBe(70);
  });
});

const folder = process.env.FAULTLINE_REAL_DATA;
const reason = folder === undefined ? ' (skipped: FAULTLINE_REAL_DATA names no folder)' : '';

describe.skipIf(folder === undefined)(`bad chunks planted among real passages${reason}`, () => {
  test(`${PLANTED} of each kind are found`, async () => {
    const ctx = await ownerContext(stores);
    const { chunks, truth, queries, grades } = plantedCorpus(folder ?? '');
    const hashes = await writeChunks(ctx, chunks);
    const hash = (place: number) => hashes[place] ?? '';
    await writeQueries(
      ctx,
      queries.map(({ question, hits }, i) => ({ id: `q${i}`, at: at(i), question, hits: hits.map(hash) })),
    );
    const byQuestion = Object.groupBy(grades, ({ question }) => question);
    await writeGrades(
      ctx,
      Object.fromEntries(
        Object.entries(byQuestion).map(([question, of = []]) => [
          question,
          Object.fromEntries(of.map(({ chunk, grade }) => [hash(chunk), grade])),
        ]),
      ),
    );
    await checkChunks(stores, ctx.project.id, NO_LIMIT);
    for (const kind of PLANTED_KINDS) {
      const { items, total } = await chunkList(ctx, DAY, { rule: kind, limit: 500 });
      const planted = new Set([...truth[kind]].map(hash));
      const found = items.filter(({ chunk }) => planted.has(chunk)).length;
      const recall = found / planted.size;
      const precision = found / total;
      console.log(`${kind}: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)} (${total} found)`);
      expect.soft(recall, `recall of ${kind}`).toBeGreaterThanOrEqual(0.9);
      expect.soft(precision, `precision of ${kind}`).toBeGreaterThanOrEqual(0.8);
    }
  }, 120_000);
});
