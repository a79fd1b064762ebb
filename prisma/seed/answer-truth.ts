import { REFUSAL } from './extractive-answerer.ts';
import type { HandbookChunk } from './handbook.ts';
import type { DemoQuestion } from './question.ts';

export type Verdict = 'correct' | 'partly' | 'wrong' | 'cannot_tell';
export type Failure = 'missing_knowledge' | 'wrong_format' | 'weak_reasoning';
/** What a reviewer who never errs would say of an answer. */
export type AnswerTruth = { verdict: Verdict; failure?: Failure; detail?: string };

const MAX_WORDS = 90;

/**
 * Judges an answer by the rule that reviewers are given, in its order: facts missing from the hits, then wrong
 * content, then wrong shape. Facts are looked up literally; the answerer copies, so nothing else is needed.
 */
export function judgeAnswer(
  question: DemoQuestion,
  found: { hits: readonly HandbookChunk[]; candidates: readonly HandbookChunk[] },
  answer: string,
): AnswerTruth {
  if (question.coverage === 'out_of_scope') {
    if (answer === REFUSAL) return { verdict: 'correct' };
    return { verdict: 'wrong', failure: 'weak_reasoning', detail: 'should_have_refused' };
  }
  if (question.coverage === 'gap') {
    return { verdict: 'wrong', failure: 'missing_knowledge', detail: 'not_in_corpus' };
  }
  const stated = shareOf(question.facts, answer);
  const verdict = stated === 1 ? 'correct' : stated > 0 ? 'partly' : 'wrong';
  if (verdict !== 'correct') {
    if (!holdsFacts(question, found.hits)) {
      const ranked = holdsFacts(question, found.candidates) ? 'ranked_too_low' : 'not_retrieved';
      return { verdict, failure: 'missing_knowledge', detail: ranked };
    }
    const detail = answer === REFUSAL ? 'refused_wrongly' : 'ignored_hit';
    return { verdict, failure: 'weak_reasoning', detail };
  }
  const defect = shapeDefect(answer);
  return defect ? { verdict: 'partly', failure: 'wrong_format', detail: defect } : { verdict };
}

/** Whether the relevant chunks among the given ones hold every fact that the answer needs. */
export function holdsFacts(question: DemoQuestion, chunks: readonly HandbookChunk[]): boolean {
  const relevant = chunks.filter((chunk) => question.relevant.includes(chunk.id));
  return relevant.length > 0 && shareOf(question.facts, relevant.map((chunk) => chunk.text).join('\n')) === 1;
}

/** The format asked for: a short answer, in a plain tone, that cites the sections it rests on. */
export function shapeDefect(answer: string): 'length' | 'citation' | 'tone' | undefined {
  if (answer.split(/\s+/).length > MAX_WORDS) return 'length';
  if (!/\[\d+\]/.test(answer)) return 'citation';
  return answer.includes('!!') ? 'tone' : undefined;
}

/** The share of the facts that stand in the text, 1 when there are none. */
export function shareOf(facts: readonly string[], text: string): number {
  const plain = normalise(text);
  const present = facts.filter((fact) => plain.includes(normalise(fact)));
  return facts.length === 0 ? 1 : present.length / facts.length;
}

function normalise(text: string): string {
  return text.toLowerCase().replaceAll('`', '').replace(/\s+/g, ' ');
}
