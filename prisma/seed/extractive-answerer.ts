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

type Candidate = { sentence: string; hit: number; weight: number };

const MAX_SENTENCES = 3;
/** A further sentence is added when it fits nearly as well as the best. */
const NEAR_BEST = 0.6;
/** Below this share of the question's weight found in one sentence and its heading, there is no answer. */
const MIN_SUPPORT = 0.25;

/**
 * Stands in for a language model: no text is generated, an answer is made of sentences of the retrieved hits
 * and cites them as [n]. So it can only be right when the retriever found the right section.
 */
export function answerFromHits(question: string, hits: readonly HandbookChunk[], style: AnswerStyle): string {
  const first = hits[0];
  if (!first) return REFUSAL;
  const chosen = style.pick === 'opening' ? openingSentences(first) : matchingSentences(question, hits);
  if (chosen.length === 0) return REFUSAL;
  const cited = chosen.map(({ sentence, hit }) => (style.cite ? withCitation(sentence, hit) : sentence));
  return [
    ...(style.chatty ? ['Great question, happy to help!!'] : []),
    ...cited,
    ...(style.length === 'padded'
      ? ['For completeness, here is everything on the subject.', bodyOf(first)]
      : []),
  ].join(' ');
}

function openingSentences(hit: HandbookChunk): Candidate[] {
  return sentencesOf(hit)
    .slice(0, 1)
    .map((sentence) => ({ sentence, hit: 0, weight: 1 }));
}

function matchingSentences(question: string, hits: readonly HandbookChunk[]): Candidate[] {
  const terms = termsOf(question);
  const sentences = hits.flatMap((chunk, hit) => {
    const heading = termsOf(chunk.title);
    return sentencesOf(chunk).map((sentence) => ({ sentence, hit, heading, terms: termsOf(sentence) }));
  });
  // A term that stands in few of the sentences tells them apart best.
  const weightOf = (term: string) =>
    Math.log(1 + sentences.length / (1 + sentences.filter((s) => s.terms.has(term)).length));
  const total = [...terms].reduce((sum, term) => sum + weightOf(term), 0);

  const ranked = sentences
    .map(({ sentence, hit, heading, terms: own }) => {
      const weights = [...terms].map(
        (term) => (own.has(term) ? 1 : heading.has(term) ? 0.6 : 0) * weightOf(term),
      );
      const support = weights.reduce((sum, weight) => sum + weight, 0) / total;
      return { sentence, hit, support, weight: support / (1 + 0.15 * hit) };
    })
    .sort((a, b) => b.weight - a.weight);
  const best = ranked[0];
  if (!best || !(best.support >= MIN_SUPPORT)) return [];
  return ranked.slice(0, MAX_SENTENCES).filter(({ weight }) => weight >= NEAR_BEST * best.weight);
}

/** `It costs 4 euros.` becomes `It costs 4 euros [1].` */
function withCitation(sentence: string, hit: number): string {
  return sentence.replace(/([.!?]?)$/, ` [${hit + 1}]$1`);
}

function sentencesOf(chunk: HandbookChunk): string[] {
  return bodyOf(chunk).split(/(?<=[.!?])\s+/);
}

function bodyOf(chunk: HandbookChunk): string {
  return chunk.text.slice(chunk.text.indexOf('\n\n') + 2);
}
