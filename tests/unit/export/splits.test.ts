import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { SPLITS, type Split } from '#lib/export/format.ts';
import { planSplits, type Splittable } from '#lib/export/splits.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { testSize } from '../../support/test-size.ts';

const OPTIONS = { shares: { validation: 0.2, test: 0.2 }, seed: 1 };
const WORDS =
  'why does my blue kettle leak water after the second boil and who repairs it here in town'.split(' ');

type Row = Splittable;
type Splitter = (rows: readonly Row[]) => Promise<Split[]>;

const byCluster: Splitter = async (rows) => (await planSplits(rows, OPTIONS)).sides;
/** What many tools do: each row for itself. */
const byRow: Splitter = async (rows) =>
  rows.map(({ queryId, side }) => {
    if (side !== null) return side;
    const drawn = createHash('sha256').update(queryId).digest().readUInt16BE() / 2 ** 16;
    return drawn < 0.6 ? 'train' : drawn < 0.8 ? 'validation' : 'test';
  });

function randomRow(random: () => number, id: number, earlier: readonly Row[]): Row {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const like = random() < 0.4 ? pick(earlier)?.question : undefined;
  const fresh = Array.from({ length: 3 + Math.floor(random() * 14) }, () => pick(WORDS)).join(' ');
  return {
    queryId: `q${String(id).padStart(5, '0')}`,
    question: like === undefined ? fresh : slightlyOther(random, like),
    searched: random() < 0.1 ? slightlyOther(random, pick(earlier)?.question ?? fresh) : null,
    sessionId: random() < 0.2 ? `s${Math.floor(random() * 6)}` : '',
    side: null,
  };
}

function slightlyOther(random: () => number, text: string): string {
  const way = random();
  if (way < 0.3) return text.toUpperCase();
  if (way < 0.6) return `${text}?`;
  return `${text} ${WORDS[Math.floor(random() * WORDS.length)]}`;
}

/** Sets of 5-grams of what a row asks; questions under five words stand for themselves. */
function asked({ question, searched }: Row): { text: string; grams: Set<string> | undefined }[] {
  return [question, searched ?? question].map((original) => {
    const text = original.toLowerCase();
    const grams = Array.from({ length: Math.max(1, text.length - 4) }, (_, i) => text.slice(i, i + 5));
    return { text, grams: (text.match(/\w+/g) ?? []).length < 5 ? undefined : new Set(grams) };
  });
}

function leaks(rows: readonly Row[], sides: readonly Split[]): number {
  const held = rows.map(asked);
  let count = 0;
  for (let i = 0; i < rows.length; i++) {
    if (sides[i] !== 'train') continue;
    for (let j = 0; j < rows.length; j++) {
      if (sides[j] === 'train') continue;
      const sameSession = rows[i]?.sessionId !== '' && rows[i]?.sessionId === rows[j]?.sessionId;
      const near = held[i]?.some((a) => held[j]?.some((b) => isNear(a, b)));
      if (sameSession || near) count += 1;
    }
  }
  return count;
}

type Asked = ReturnType<typeof asked>[number];
function isNear(a: Asked, b: Asked): boolean {
  if (a.text === b.text) return true;
  if (a.grams === undefined || b.grams === undefined) return false;
  let shared = 0;
  for (const gram of a.grams) if (b.grams.has(gram)) shared += 1;
  return shared / (a.grams.size + b.grams.size - shared) >= 0.8;
}

/** Data that grows four times; counts leaks, and rows that changed their side without joining a stricter one. */
async function grow(
  seed: number,
  split: Splitter,
): Promise<{ leaked: number; relaxed: number; moved: number }> {
  const random = seededRandom(seed);
  const found = { leaked: 0, relaxed: 0, moved: 0 };
  let rows: Row[] = [];
  for (let round = 0; round < 4; round++) {
    for (let i = 0; i < 10; i++) rows.push(randomRow(random, Math.floor(random() * 1e5), rows));
    rows = [...new Map(rows.map((row) => [row.queryId, row])).values()];
    const sides = await split(rows);
    found.leaked += leaks(rows, sides);
    rows = rows.map((row, i) => {
      const side = sides[i] ?? 'train';
      if (row.side !== null && row.side !== side) {
        found.moved += 1;
        if (SPLITS.indexOf(side) < SPLITS.indexOf(row.side)) found.relaxed += 1;
      }
      return { ...row, side };
    });
  }
  return found;
}

test('no question of validation or test, nor a near-duplicate or a query of its session, is ever in train', async () => {
  const total = { leaked: 0, relaxed: 0, moved: 0 };
  for (let seed = 0; seed < testSize('splitWorlds'); seed++) {
    const found = await grow(seed, byCluster);
    total.leaked += found.leaked;
    total.relaxed += found.relaxed;
    total.moved += found.moved;
  }
  expect(total).toMatchObject({ leaked: 0, relaxed: 0 });
  expect(total.moved, 'clusters grew together').toBeGreaterThan(0);
});

test('the same check finds the leaks of a split row by row', async () => {
  let leaked = 0;
  for (let seed = 0; seed < 20; seed++) leaked += (await grow(seed, byRow)).leaked;
  expect(leaked).toBeGreaterThan(100);
});

test('a side depends on neither the order of the rows nor what else is there', async () => {
  const random = seededRandom(9);
  const rows = Array.from({ length: 60 }, (_, i) => randomRow(random, i, []));
  const sides = new Map((await byCluster(rows)).map((side, i) => [rows[i]?.queryId, side]));
  const turned = rows.toReversed();
  expect(await byCluster(turned)).toEqual(turned.map(({ queryId }) => sides.get(queryId)));
  const other = await planSplits(rows, { ...OPTIONS, seed: 2 });
  expect(other.sides).not.toEqual([...sides.values()]);
});

test('shares are those of the questions', async () => {
  const random = seededRandom(4);
  const rows = Array.from({ length: 2000 }, (_, i) => ({ ...randomRow(random, i, []), sessionId: '' }));
  const sides = await byCluster(rows.map((row, i) => ({ ...row, question: `${row.question} ${i * 7919}` })));
  const share = (side: Split) => sides.filter((given) => given === side).length / sides.length;
  expect(share('test')).toBeCloseTo(0.2, 1);
  expect(share('validation')).toBeCloseTo(0.2, 1);
});

test('groups that grow together take the strictest side', async () => {
  const row = (queryId: string, question: string, side: Split | null, sessionId = ''): Row => ({
    queryId,
    question,
    searched: null,
    sessionId,
    side,
  });
  const rows = [
    row('a', 'how do i descale the kettle with vinegar', 'train'),
    row('b', 'where is the nearest repair shop in this town', 'test'),
    row('c', 'how do i descale the kettle with vinegar?', null, 's'),
    row('d', 'where is the nearest repair shop in this town?', null, 's'),
  ];
  expect(await byCluster(rows)).toEqual(['test', 'test', 'test', 'test']);
});
