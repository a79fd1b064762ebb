import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentences } from '#lib/text/sentences.ts';

const texts = (text: string) => sentences(text).map((sentence) => sentence.text);

describe('sentences', () => {
  test.each([
    ['two sentences', 'It is so. It is not!', ['It is so.', 'It is not!']],
    ['nothing', ' \n\n\t', []],
    ['a title before a name', 'Ask Dr. Smith. He knows.', ['Ask Dr. Smith.', 'He knows.']],
    ['initials', 'J. R. R. Tolkien wrote it. I read it.', ['J. R. R. Tolkien wrote it.', 'I read it.']],
    ['e.g. and i.e.', 'Use a key, e.g. AES. It helps.', ['Use a key, e.g. AES.', 'It helps.']],
    ['a number sign', 'See No. 5 and Fig. 2. Then go on.', ['See No. 5 and Fig. 2.', 'Then go on.']],
    ['"No." as an answer', 'No. That is wrong.', ['No.', 'That is wrong.']],
    ['etc. within', 'Apples, pears, etc. are fruit. Yes.', ['Apples, pears, etc. are fruit.', 'Yes.']],
    ['etc. at the end', 'Apples, etc. They rot.', ['Apples, etc.', 'They rot.']],
    ['a country', 'He lives in the U.S. He is old.', ['He lives in the U.S.', 'He is old.']],
    [
      'decimals and versions',
      'Version 2.4.1 costs 3.50 EUR. Buy it.',
      ['Version 2.4.1 costs 3.50 EUR.', 'Buy it.'],
    ],
    ['a reference after the stop', 'It is so. [1] It ends. [2][3]', ['It is so. [1]', 'It ends. [2][3]']],
    ['a reference before the stop', 'It is so [1]. It ends [2].', ['It is so [1].', 'It ends [2].']],
    ['a quotation', '"Stop." He stopped.', ['"Stop."', 'He stopped.']],
    ['a wrapped line', 'The long\nsentence goes on. Next', ['The long\nsentence goes on.', 'Next']],
    ['paragraphs without a stop', 'One title\n\nIts text.', ['One title', 'Its text.']],
    ['list items', '1. Open it\n2. Close it. Done\n- last', ['1. Open it', '2. Close it.', 'Done', '- last']],
    ['a heading', '## Backup\nIt runs daily.', ['## Backup', 'It runs daily.']],
    ['Chinese', '今天下雨。明天晴天。', ['今天下雨。', '明天晴天。']],
    ['carriage returns', 'One.\r\nTwo.', ['One.', 'Two.']],
  ])('%s', (_, text, expected) => {
    expect(texts(text)).toEqual(expected);
  });

  test('places are those of the text, in order, and nothing but space lies between', () => {
    const piece = fc.constantFrom(
      'Dr. ',
      'A. ',
      'It is. ',
      '\n',
      '\n\n',
      '- ',
      '1. ',
      '[2] ',
      'é ',
      '! ',
      '") ',
      '🙂',
      '# ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        let place = 0;
        for (const sentence of sentences(text)) {
          expect(sentence.text).toBe(text.slice(sentence.start, sentence.end));
          expect(text.slice(place, sentence.start).trim()).toBe('');
          place = sentence.end;
        }
        expect(text.slice(place).trim()).toBe('');
      }),
    );
  });
});
