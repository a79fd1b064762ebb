import { describe, expect, test } from 'vitest';
import { linkedSentences } from '#lib/ingest/linked-sentences.ts';
import { processorMs } from '../../support/processor-time.ts';

const TEXT =
  'A backup that was made before the first of March can be restored for ninety days from the console.';
const hits = [
  { id: 'restore.md#3', title: 'Restoring a backup', text: TEXT },
  { id: 'x', title: '', text: 'Something else altogether.' },
];
const count = (answer: string | null, of = hits) => Object.values(linkedSentences(answer, of)).join(' of ');

describe('sentences and those linked to a hit', () => {
  test.each([
    ['a reference', 'It can be restored [1]. It costs nothing.', '2 of 1'],
    ['a reference behind the stop', 'It can be restored. [2] It costs nothing.', '2 of 1'],
    ['a reference to no hit', 'It can be restored [3]. It costs nothing [0].', '2 of 0'],
    ['an id or a title', 'See restore.md#3 for this. It is under "Restoring a backup".', '2 of 2'],
    [
      'eight words in common',
      'You know: a backup that was made before the first of March, can be had. It costs nothing at all.',
      '2 of 1',
    ],
    ['seven words in common', 'The rule: that was made before the first of April.', '1 of 0'],
    [
      'headings, questions and short pieces do not count',
      '## Restoring it\nYes. Does it work? It does work [1].',
      '1 of 1',
    ],
    ['JSON is not measured', '{"answer": "It can be restored [1]."}', '0 of 0'],
    ['a reference at the start is no JSON', '[1] It can be restored here.', '1 of 1'],
    ['an empty answer', '', '0 of 0'],
  ])('%s', (_, answer, expected) => {
    expect(count(answer)).toBe(expected);
  });

  test('nothing is measured without an answer or without hits', () => {
    expect(count(null)).toBe('0 of 0');
    expect(count('It can be restored [1].', [])).toBe('0 of 0');
  });

  test('a long answer over many long hits is read once, not once a sentence', async () => {
    const words = Array.from({ length: 20_000 }, (_, i) => `w${i}`).join(' ');
    const many = Array.from({ length: 200 }, (_, i) => ({
      id: '',
      title: '',
      text: `h${i} ${words.slice(0, 4_000)}`,
    }));
    const answer = Array.from(
      { length: 2_000 },
      (_, i) => `This is the sentence number ${i} of a long answer.`,
    ).join(' ');
    const work = () => expect(linkedSentences(answer, many).sentences).toBe(2_000);
    expect(await processorMs(work)).toBeLessThan(2_000);
  });
});
