import { expect, test } from 'vitest';
import { citationPieces, citedNumbers } from '#lib/text/citation-markers.ts';

test('citations are numbers in brackets, alone or together, also as footnotes', () => {
  const answer = 'It is so [2][1]. See [1, 3; 4] and [^9], not (5), [x], [1234] or a[].';
  expect([...citedNumbers(answer)].sort()).toEqual([1, 2, 3, 4, 9]);
  expect(citedNumbers('').size).toBe(0);
});

test('the pieces are the whole answer, and each number has its own', () => {
  const answer = 'So [1], but [2, 3].\nAnd [^4]';
  const pieces = citationPieces(answer);
  expect(pieces.map(({ text }) => text).join('')).toBe(answer);
  expect(pieces.filter(({ number }) => number !== undefined)).toEqual([
    { text: '[1]', number: 1 },
    { text: '2', number: 2 },
    { text: '3', number: 3 },
    { text: '[^4]', number: 4 },
  ]);
});
