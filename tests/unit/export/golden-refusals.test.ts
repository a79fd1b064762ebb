import { expect, test } from 'vitest';
import { goldenRefusals } from '#lib/export/golden-refusals.ts';
import { seededRandom } from '#lib/statistics/seeded-random.ts';
import { testSize } from '../../support/test-size.ts';

const WORDS = 'which plan includes nightly backups of shared folders for guests in another region'.split(' ');

test('what equals or nearly equals a golden question is refused, and so is the query it was made of', async () => {
  const golden = [
    { question: 'How long are deleted files kept in the bin of a team?', queryId: 'source' },
    { question: 'Reset password', queryId: null },
  ];
  const row = (queryId: string, question: string, searched: string | null = null) => ({
    queryId,
    question,
    searched,
  });
  const rows = [
    row('same', 'HOW LONG are deleted files kept in the bin of a team'),
    row('near', 'How long are deleted files kept in the bin of a team, please?'),
    row('other', 'How long are invoices kept for a team?'),
    row('searched', 'and for those?', 'how long are deleted files kept in the bin of a team?'),
    row('short', 'reset passwords'),
    row('short same', 'Reset  password'),
    row('source', 'something else entirely was asked here'),
  ];
  const refused = await goldenRefusals(rows, golden);
  expect([...refused.keys()].map((place) => rows[place]?.queryId)).toEqual([
    'same',
    'near',
    'searched',
    'short same',
    'source',
  ]);
  expect(refused.get(1)).toBe(golden[0]?.question);
  expect((await goldenRefusals(rows, [])).size).toBe(0);
});

test('planted near-duplicates of golden questions never pass, in thousands of random sets', async () => {
  let planted = 0;
  for (let seed = 0; seed < testSize('splitWorlds'); seed++) {
    const random = seededRandom(seed);
    const ask = () =>
      Array.from(
        { length: 8 + Math.floor(random() * 8) },
        () => WORDS[Math.floor(random() * WORDS.length)],
      ).join(' ');
    const golden = Array.from({ length: 5 }, () => ({ question: ask(), queryId: null }));
    const rows = Array.from({ length: 12 }, (_, i) => {
      const like = golden[i]?.question;
      const question = like === undefined ? ask() : random() < 0.5 ? `${like}?` : like.toUpperCase();
      return { queryId: `q${i}`, question, searched: null };
    });
    const refused = await goldenRefusals(rows, golden);
    planted += golden.length;
    for (let place = 0; place < golden.length; place++) expect(refused.has(place)).toBe(true);
  }
  expect(planted).toBeGreaterThan(2000);
});
