import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withRanges } from '../../../../app/_components/marked-text.ts';
import { markTerms } from '../../../../app/_components/matched-terms.ts';
import { runsOf, sharedRuns } from '../../../../app/_components/shared-runs.ts';

const cut = (text: string, answer: string) =>
  sharedRuns(text, runsOf(answer)).map(({ start, end }) => text.slice(start, end));

describe('what an answer took over', () => {
  it('is found from six words on, whatever their case and punctuation', () => {
    const text = 'Before. The team plan costs 4 euros per user, billed monthly. After.';
    expect(cut(text, 'It says: the TEAM plan costs 4 euros per user (billed yearly).')).toEqual([
      'The team plan costs 4 euros per user, billed',
    ]);
    expect(cut(text, 'team plan costs 4 euros')).toEqual([]);
    expect(cut(text, '')).toEqual([]);
  });

  it('counts characters where a script has no spaces', () => {
    expect(cut('東京の天気は晴れです', '天気は晴れです')).toEqual(['天気は晴れです']);
  });

  it('joins runs that overlap and keeps others apart', () => {
    const answer = 'a b c d e f. Other words altogether between them. p q r s t u v';
    expect(cut('a b c d e f x p q r s t u v', answer)).toEqual(['a b c d e f', 'p q r s t u v']);
  });
});

describe('a marked text', () => {
  it('is the text again, with each mark in its place', () => {
    const words = fc.array(fc.constantFrom('alpha', 'beta', 'gamma', 'delta', '.'), { maxLength: 60 });
    fc.assert(
      fc.property(words, words, fc.nat(40), (text, answer, offset) => {
        const whole = text.join(' ');
        const shown = whole.slice(offset);
        const parts = withRanges(
          markTerms(shown, ['beta']),
          sharedRuns(whole, runsOf(answer.join(' '))),
          offset,
        );
        expect(parts.map((part) => part.text).join('')).toBe(shown);
        let at = offset;
        for (const { text: part, shared } of parts) {
          const inside = sharedRuns(whole, runsOf(answer.join(' '))).some(
            ({ start, end }) => start <= at && at + part.length <= end,
          );
          if (part !== '') expect(shared).toBe(inside);
          at += part.length;
        }
      }),
    );
  });
});
