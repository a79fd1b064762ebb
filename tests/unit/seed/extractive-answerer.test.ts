import { describe, expect, test } from 'vitest';
import { judgeAnswer } from '../../../prisma/seed/answer-truth.ts';
import { answerFromHits, REFUSAL } from '../../../prisma/seed/extractive-answerer.ts';
import { splitByHeading } from '../../../prisma/seed/handbook.ts';
import type { DemoQuestion } from '../../../prisma/seed/question.ts';

const [price, trash] = splitByHeading(
  'doc',
  '# Doc\n\n## Price\n\nThe shop is blue. The price is 4 euros.\n\n## Trash\n\nThe trash is kept for 30 days.\n',
) as [ReturnType<typeof splitByHeading>[number], ReturnType<typeof splitByHeading>[number]];
const question: DemoQuestion = {
  id: 'price',
  ask: ['What is the price?'],
  relevant: ['doc#price'],
  facts: ['4 euros'],
  ideal: 'It is 4 euros.',
  coverage: 'answerable',
};
const style = { pick: 'matching', cite: true, length: 'short', chatty: false } as const;
const answer = (hits: (typeof price)[], own = {}) =>
  answerFromHits(question.ask[0], hits, { ...style, ...own });
const judge = (hits: (typeof price)[], text: string, candidates = hits) =>
  judgeAnswer(question, { hits, candidates }, text);

describe('the answerer', () => {
  test('copies the sentence that fits and cites its hit', () => {
    expect(answer([trash, price])).toContain('The price is 4 euros [2].');
    expect(answer([price], { cite: false })).not.toContain('[');
    expect(answer([price], { pick: 'opening' })).toBe('The shop is blue [1].');
  });

  test('says that it found nothing when the hits do not fit', () => {
    expect(answer([])).toBe(REFUSAL);
    expect(answer([trash])).toBe(REFUSAL);
  });
});

describe('the truth follows the rule in its order', () => {
  test('facts missing from the hits come first, whatever the shape', () => {
    const missing = { verdict: 'wrong', failure: 'missing_knowledge' };
    expect(judge([trash], 'Something else!!')).toEqual({ ...missing, detail: 'not_retrieved' });
    expect(judge([trash], REFUSAL, [trash, price])).toEqual({ ...missing, detail: 'ranked_too_low' });
  });

  test('then wrong content, then wrong shape', () => {
    const weak = { verdict: 'wrong', failure: 'weak_reasoning' };
    expect(judge([price], 'The shop is blue.')).toEqual({ ...weak, detail: 'ignored_hit' });
    expect(judge([price], REFUSAL)).toEqual({ ...weak, detail: 'refused_wrongly' });
    const shape = { verdict: 'partly', failure: 'wrong_format' };
    expect(judge([price], 'It is 4 euros.')).toEqual({ ...shape, detail: 'citation' });
    expect(judge([price], 'Hello!! It is 4 euros [1].')).toEqual({ ...shape, detail: 'tone' });
    expect(judge([price], `It is 4 euros [1].${' More.'.repeat(100)}`)).toEqual({
      ...shape,
      detail: 'length',
    });
    expect(judge([price], 'It is 4 euros [1].')).toEqual({ verdict: 'correct' });
  });

  test('a question outside the subject is answered rightly only by a refusal', () => {
    const outside: DemoQuestion = { ...question, relevant: [], facts: [], coverage: 'out_of_scope' };
    const nothing = { hits: [], candidates: [] };
    expect(judgeAnswer(outside, nothing, REFUSAL)).toEqual({ verdict: 'correct' });
    expect(judgeAnswer(outside, nothing, 'Rain [1].')).toMatchObject({ detail: 'should_have_refused' });
  });
});
