import { quotedSentences, withCitation } from '#lib/pipeline/extractive-answer.ts';
import type { HandbookChunk } from './handbook.ts';
import { termsOf } from './terms.ts';

export const MODEL = 'demo-extractive-1';
export const REFUSAL = 'I could not find that in the Cairnbox handbook.';

/** How one answer is written; a prompt decides how often each style occurs. */
export type AnswerStyle = {
  /** `matching`: the sentences that fit the question best; `opening`: the first ones of the first hit. */
  pick: 'matching' | 'opening';
  cite: boolean;
  /** `padded`: the whole first hit follows the answer. */
  length: 'short' | 'padded';
  chatty: boolean;
};

/**
 * Stands in for a language model: no text is generated, an answer is made of sentences of the retrieved hits
 * and cites them as [n]. So it can only be right when the retriever found the right section.
 */
export function answerFromHits(question: string, hits: readonly HandbookChunk[], style: AnswerStyle): string {
  const first = hits[0];
  if (!first) return REFUSAL;
  const chosen = style.pick === 'opening' ? openingSentences(first) : matchingSentences(question, hits);
  if (chosen.length === 0) return REFUSAL;
  const cited = chosen.map(({ sentence, hit }) => (style.cite ? withCitation({ sentence, hit }) : sentence));
  return [
    ...(style.chatty ? ['Great question, happy to help!!'] : []),
    ...cited,
    ...(style.length === 'padded'
      ? ['For completeness, here is everything on the subject.', bodyOf(first)]
      : []),
  ].join(' ');
}

function openingSentences(hit: HandbookChunk) {
  return sentencesOf(hit)
    .slice(0, 1)
    .map((sentence) => ({ sentence, hit: 0 }));
}

function matchingSentences(question: string, hits: readonly HandbookChunk[]) {
  const passages = hits.map((hit) => ({ heading: hit.title, sentences: sentencesOf(hit) }));
  return quotedSentences(question, passages, termsOf);
}

function sentencesOf(chunk: HandbookChunk): string[] {
  return bodyOf(chunk).split(/(?<=[.!?])\s+/);
}

function bodyOf(chunk: HandbookChunk): string {
  return chunk.text.slice(chunk.text.indexOf('\n\n') + 2);
}
