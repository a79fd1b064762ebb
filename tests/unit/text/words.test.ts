import { describe, expect, it } from 'vitest';
import { contentWordsOf, wordsOf } from '#lib/text/words.ts';

describe('words of a text', () => {
  it('are folded in case and compatibility forms and have no punctuation', () => {
    expect(wordsOf('The ﬁrst “Übung”, No. 42: x² — done.')).toEqual([
      'the',
      'first',
      'übung',
      'no',
      '42',
      'x2',
      'done',
    ]);
  });

  it('keep an apostrophe inside and take both its forms for one', () => {
    expect(wordsOf("don’t 'quote' it's")).toEqual(["don't", 'quote', "it's"]);
  });

  it('keep combining marks with their letters', () => {
    expect(wordsOf('नमस्ते दुनिया')).toEqual(['नमस्ते', 'दुनिया']);
  });

  it('are cut in scripts without spaces', () => {
    const words = wordsOf('東京都に住んでいます ok');
    expect(words.length).toBeGreaterThan(3);
    expect(words.join('')).toBe('東京都に住んでいますok');
  });

  it('are none in an empty text or one of punctuation', () => {
    expect(wordsOf('')).toEqual([]);
    expect(wordsOf('... --- !!!')).toEqual([]);
  });
});

it('content words leave the stop words out', () => {
  expect(contentWordsOf('What is the refund policy of the shop?')).toEqual(['refund', 'policy', 'shop']);
});
