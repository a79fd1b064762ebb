import { expect, test } from 'vitest';
import { cutText } from '../../../app/_components/cut-text.ts';

test('a text that fits stays, on one line', () => {
  expect(cutText('How do I\n  restart it?', 60)).toBe('How do I restart it?');
  expect(cutText('abcde', 5)).toBe('abcde');
  expect(cutText(' \n ', 5)).toBe('');
});

test('a longer one ends in the sign of the cut and never in half a character', () => {
  expect(cutText('abcdef', 5)).toBe('abcd…');
  expect(cutText('abc def', 5)).toBe('abc…');
  expect(cutText('😀😀😀😀', 3)).toBe('😀😀…');
  expect(Array.from(cutText('x'.repeat(500), 60))).toHaveLength(60);
});
