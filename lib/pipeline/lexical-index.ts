import MiniSearch from 'minisearch';
import { wordsOf } from '../text/words.ts';
import type { ScoredPlace } from './score-fusion.ts';
import { searchTerm } from './search-terms.ts';

export interface LexicalIndex {
  /** `place` is the text's in the list that was indexed. The best first, of equals the earlier. */
  search(question: string, limit: number): ScoredPlace[];
}

/** Parameters of BM25+: saturation of repeated terms, weight of the length, floor for a term that is there at all. */
const BM25 = { k: 1.2, b: 0.7, d: 0.5 };

/**
 * BM25+ (Lv, Zhai: Lower-bounding term frequency normalization, 2011) over texts, times the number of the question's
 * terms that a text holds, as minisearch computes it. Scores are shares of the most that any text could reach for the
 * question, 0 to 1: so they can be compared between questions.
 */
export function lexicalIndex(texts: readonly string[]): LexicalIndex {
  const engine = new MiniSearch<{ id: number; text: string }>({
    fields: ['text'],
    tokenize: wordsOf,
    processTerm: searchTerm,
    searchOptions: {
      tokenize: (terms) => terms.split(' '),
      processTerm: (term) => term,
      combineWith: 'OR',
      prefix: false,
      fuzzy: false,
      bm25: BM25,
    },
  });
  engine.addAll(texts.map((text, id) => ({ id, text })));
  const frequencies = new Map<string, number>();
  for (const text of texts)
    for (const term of termsOf(text)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  /** A term that stands in no text has the largest: what is asked about it cannot be answered. */
  const rarity = (term: string) => {
    const n = frequencies.get(term) ?? 0;
    return Math.log(1 + (texts.length - n + 0.5) / (n + 0.5));
  };
  return {
    search: (question, limit) => {
      const terms = [...termsOf(question)];
      const most = terms.length * (BM25.k + 1 + BM25.d) * terms.reduce((sum, term) => sum + rarity(term), 0);
      if (most === 0) return [];
      return engine
        .search(terms.join(' '))
        .map(({ id, score }) => ({ place: Number(id), score: Math.min(1, score / most) }))
        .sort((a, b) => b.score - a.score || a.place - b.place)
        .slice(0, limit);
    },
  };
}

/** The distinct search terms of a text. */
export function termsOf(text: string): Set<string> {
  return new Set(wordsOf(text).flatMap((word) => searchTerm(word) ?? []));
}
