/** How the answerer names itself as a model: it quotes sentences and writes none. */
export const EXTRACTIVE_MODEL = 'extractive-v1';

/** A sentence of a passage, which stands at this place among the hits. */
export interface QuotedSentence {
  sentence: string;
  /** From 0. */
  hit: number;
  /** Share of the weight of the question's terms that stands in the sentence or its heading. */
  support: number;
}

export interface Passage {
  heading: string;
  sentences: readonly string[];
}

const MAX_SENTENCES = 3;
/** A further sentence is added when it fits nearly as well as the best. */
const NEAR_BEST = 0.6;
/** Below this share of the question's weight found in one sentence and its heading, there is no answer. */
const MIN_SUPPORT = 0.25;
/** A term that stands only in the heading says less of the sentence. */
const HEADING_WEIGHT = 0.6;
/** What a rank costs. */
const RANK_DISCOUNT = 0.15;

/**
 * The sentences of the passages that fit the question best, at most three, the best first; none where even the best
 * says too little of what is asked. `termsOf` gives the terms that a text is searched by.
 */
export function quotedSentences(
  question: string,
  passages: readonly Passage[],
  termsOf: (text: string) => Set<string>,
): QuotedSentence[] {
  const terms = termsOf(question);
  const sentences = passages.flatMap((passage, hit) => {
    const heading = termsOf(passage.heading);
    return passage.sentences.map((sentence) => ({ sentence, hit, heading, terms: termsOf(sentence) }));
  });
  // A term that stands in few of the sentences tells them apart best.
  const weightOf = (term: string) =>
    Math.log(1 + sentences.length / (1 + sentences.filter((s) => s.terms.has(term)).length));
  const weights = new Map([...terms].map((term) => [term, weightOf(term)]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const ranked = sentences
    .map(({ sentence, hit, heading, terms: own }) => {
      const held = [...weights].map(
        ([term, weight]) => (own.has(term) ? 1 : heading.has(term) ? HEADING_WEIGHT : 0) * weight,
      );
      const support = held.reduce((sum, weight) => sum + weight, 0) / total;
      return { sentence, hit, support, weight: support / (1 + RANK_DISCOUNT * hit) };
    })
    .sort((a, b) => b.weight - a.weight);
  const best = ranked[0];
  if (best === undefined || !(best.support >= MIN_SUPPORT)) return [];
  return ranked
    .slice(0, MAX_SENTENCES)
    .filter(({ weight }) => weight >= NEAR_BEST * best.weight)
    .map(({ sentence, hit, support }) => ({ sentence, hit, support }));
}

/** `It costs 4 euros.` becomes `It costs 4 euros [1].` */
export function withCitation({ sentence, hit }: Pick<QuotedSentence, 'sentence' | 'hit'>): string {
  return sentence.replace(/([.!?]?)$/, ` [${hit + 1}]$1`);
}
