import { describe, expect, it } from 'vitest';
import { bestPassage, markTerms, termsOf } from '../../../../app/_components/matched-terms.ts';

const marked = (text: string, question: string) =>
  markTerms(text, termsOf(question))
    .filter((part) => part.marked)
    .map((part) => part.text);

describe('the words of a question in a text', () => {
  it('finds plurals and short endings, whole words only, and no stop words', () => {
    expect(marked('Refunds are refunded; a refund policy. Prerefund.', 'What is the refund?')).toEqual([
      'Refunds',
      'refunded',
      'refund',
    ]);
  });

  it('finds words of scripts without spaces', () => {
    expect(marked('返金ポリシーについて', '返金は?')).toEqual(['返金']);
  });

  it('loses no character, whatever the text holds', () => {
    const text = 'a (b) [c] $1.50 – naïve café\n\n\u{1f600} refund*';
    const parts = markTerms(text, termsOf('(b) $1.50 café* refund\\ ['));
    expect(parts.map((part) => part.text).join('')).toBe(text);
  });

  it('shows the passage with the most words of the question', () => {
    const filler = 'Nothing of interest stands here at all. '.repeat(40);
    const text = `${filler}The annual refund window is thirty days. ${filler}`;
    const { start, end } = bestPassage(text, termsOf('refund window in days'), 300);
    expect(text.slice(start, end)).toContain('refund window is thirty days');
    expect(end - start).toBeLessThanOrEqual(390);
  });

  it('leaves a short text whole', () => {
    expect(bestPassage('short', termsOf('x'), 300)).toEqual({ start: 0, end: 5 });
  });
});
