import type { ZeroHitAnswer } from './schema.ts';

/** Names itself where a model would stand: nothing was generated. */
export const ZERO_HIT_MODEL = 'no-answer-v1';

const SENTENCES: Record<ZeroHitAnswer, string> = {
  say_unknown: 'The documents say nothing about this, so I cannot answer it.',
  ask_back:
    'I found nothing about this in the documents. Could you ask it in other words, or name the product, page or term you mean?',
};

/** What is said when the documents hold no answer; the team chooses which. */
export function zeroHitAnswer(kind: ZeroHitAnswer): string {
  return SENTENCES[kind];
}
