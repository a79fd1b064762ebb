import fc from 'fast-check';
import { expect, test } from 'vitest';
import { derivedCitations } from '#lib/ingest/derived-citations.ts';
import { SharedRun } from '#lib/ingest/shared-run.ts';

const hit = (parts: { id?: string; title?: string; text?: string }) => ({
  id: '',
  title: '',
  text: '',
  ...parts,
});

test('markers count from one', () => {
  const hits = [hit({}), hit({}), hit({}), hit({})];
  expect(derivedCitations('As said [1], and [3, 4].', hits)).toEqual([true, false, true, true]);
  expect(derivedCitations('array[12] and [x]', hits)).toEqual([false, false, false, false]);
});

test('an id or a title counts as a whole word only, a short one never', () => {
  const hits = [hit({ id: 'doc-7' }), hit({ title: 'Price List' }), hit({ id: 'a' }), hit({ id: 'doc-70' })];
  expect(derivedCitations('See doc-7 and the price list, a start.', hits)).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(derivedCitations('See doc-70.', hits)).toEqual([false, false, false, true]);
});

test('eight shared words count, seven do not, case and punctuation aside', () => {
  const text = 'Intro. The quick brown fox jumps over the lazy dog, they say.';
  expect(derivedCitations('So: "the QUICK brown fox, jumps over the lazy" it is', [hit({ text })])).toEqual([
    true,
  ]);
  expect(derivedCitations('So: quick brown fox jumps over the lazy it is', [hit({ text })])).toEqual([false]);
});

test('no answer cites nothing', () => {
  expect(derivedCitations(null, [hit({ id: 'doc-7' })])).toEqual([false]);
  expect(derivedCitations('', [hit({ id: 'doc-7' })])).toEqual([false]);
});

test('the search by rolling hash finds what comparing every run finds', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'Ä', 'the'), { maxLength: 40 });
  const plain = (a: string[], b: string[]) => {
    const text = ` ${b.join(' ').toLowerCase()} `;
    return a.slice(0, Math.max(0, a.length - 7)).some((_, i) =>
      text.includes(
        ` ${a
          .slice(i, i + 8)
          .join(' ')
          .toLowerCase()} `,
      ),
    );
  };
  fc.assert(
    fc.property(words, words, (a, b) => {
      expect(new SharedRun(a.join(' ')).isIn(b.join(' , '))).toBe(plain(a, b));
    }),
    { numRuns: 2_000 },
  );
});
