/**
 * Okapi BM25 (Robertson, Walker et al., TREC-3, 1994) from its formula, k1 1.2 and b 0.75, with an idf that cannot be
 * negative. Shares no line with the product: it is what the product's lexical search is held against.
 */
export function ownBm25(texts: readonly string[]): (question: string, limit: number) => number[] {
  const documents = texts.map(wordCounts);
  const lengths = documents.map((counts) => [...counts.values()].reduce((sum, n) => sum + n, 0));
  const average = lengths.reduce((sum, n) => sum + n, 0) / Math.max(1, lengths.length);
  const containing = new Map<string, number>();
  for (const counts of documents)
    for (const word of counts.keys()) containing.set(word, (containing.get(word) ?? 0) + 1);
  const idf = (word: string) => {
    const n = containing.get(word) ?? 0;
    return Math.log(1 + (documents.length - n + 0.5) / (n + 0.5));
  };
  return (question, limit) => {
    const words = [...wordCounts(question).keys()];
    return documents
      .map((counts, place) => {
        const norm = 1.2 * (0.25 + (0.75 * (lengths[place] ?? 0)) / average);
        const score = words.reduce((sum, word) => {
          const n = counts.get(word) ?? 0;
          return sum + (idf(word) * n * 2.2) / (n + norm);
        }, 0);
        return { place, score };
      })
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.place - b.place)
      .slice(0, limit)
      .map(({ place }) => place);
  };
}

function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of text.toLowerCase().split(/[^a-z0-9]+/)) {
    if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}
