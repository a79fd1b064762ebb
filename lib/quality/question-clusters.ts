import { cosineSimilarity, documentFrequencies, tfIdfVector, type WordVector } from '../text/tf-idf.ts';
import { timeSlices } from '../text/time-slices.ts';
import { contentWordsOf, wordsOf } from '../text/words.ts';

/**
 * Two groups are joined while the mean similarity of their questions is at least this: chosen on reworded questions
 * among hundreds of others on other subjects, where less runs them together and more tears wordings apart.
 */
export const ALIKE = 0.4;

/** Words that questions are built with; what is asked about stands in the others. */
const SCAFFOLD = new Set(
  (
    'begin begins began begun call called calls came come comes date difference different end ended ends find first ' +
    'function functions get gets give go goes going got happen happened happens kind kinds know known last located long ' +
    'made main make many mean meaning means much name named names need new old origin part parts people person place ' +
    'purpose reason role said say show stand start started story take takes tell term thing things took type types use ' +
    'used want way word work works year'
  ).split(' '),
);
const SCAFFOLD_WEIGHT = 0.4;

/** How alike two questions are: cosine of their words' TF-IDF weights, where endings of words do not count. */
export function questionVectors(questions: readonly string[]): WordVector[] {
  const stems = questions.map((question) => askedWords(question).map(stemOf));
  const corpus = documentFrequencies(stems);
  return stems.map((words) => withLightScaffold(tfIdfVector(words, corpus)));
}

/** A question of nothing but stop words still has its words. */
function askedWords(question: string): string[] {
  const words = contentWordsOf(question);
  return words.length > 0 ? words : wordsOf(question);
}

function withLightScaffold(vector: WordVector): WordVector {
  const weights = [...vector].map(
    ([word, weight]) => [word, SCAFFOLD_STEMS.has(word) ? SCAFFOLD_WEIGHT * weight : weight] as const,
  );
  const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight ** 2, 0));
  return new Map(weights.map(([word, weight]) => [word, weight / length]));
}

/** Without the commonest English endings, so that "rings" is "ring" and "detected" is "detect". */
function stemOf(word: string): string {
  const bare = word.replace(/'s?$/, '');
  if (bare.length <= 4) return bare.replace(/([^su])s$/, '$1');
  return bare.replace(/(?:ies|ied)$/, 'y').replace(/(?:ing|ed|es|s|e|er|or|ion)$/, '');
}

const SCAFFOLD_STEMS = new Set([...SCAFFOLD].map(stemOf));

/**
 * Groups of questions that ask the same in other words, as positions in the list, largest first. Average linkage: a
 * question joins those it is like on the whole, so that a chain of half-alike ones does not run together. Takes time
 * in proportion to the number of pairs that share a word; the thread is given away in between.
 */
export async function clusterQuestions(
  questions: readonly string[],
  alike: number = ALIKE,
): Promise<number[][]> {
  const giveWay = timeSlices();
  const groups = new AverageLinkage();
  for (const vector of questionVectors(questions)) {
    groups.add(vector);
    await giveWay();
  }
  while (groups.joinClosest(alike)) await giveWay();
  return groups.members();
}

interface Neighbour {
  group: number;
  similarity: number;
}

/** Agglomerative clustering on a sparse matrix of summed similarities: only pairs above 0 are kept. */
class AverageLinkage {
  private readonly vectors: WordVector[] = [];
  private readonly places = new Map<string, number[]>();
  private readonly groups = new Map<number, number[]>();
  private readonly sums = new Map<number, Map<number, number>>();
  /** The most similar other group of each; a join changes only those that pointed at what was joined. */
  private readonly closest = new Map<number, Neighbour | undefined>();

  add(vector: WordVector): void {
    const place = this.vectors.length;
    const neighbours = new Map<number, number>();
    const near = new Set([...vector.keys()].flatMap((word) => this.places.get(word) ?? []));
    for (const other of near) {
      const similarity = cosineSimilarity(vector, this.vectors[other] ?? vector);
      neighbours.set(other, similarity);
      this.sums.get(other)?.set(place, similarity);
    }
    for (const word of vector.keys()) {
      const places = this.places.get(word);
      if (places === undefined) this.places.set(word, [place]);
      else places.push(place);
    }
    this.vectors.push(vector);
    this.groups.set(place, [place]);
    this.sums.set(place, neighbours);
  }

  /** Joins the two groups that are most alike, of equals the earliest; false where none are alike enough. */
  joinClosest(alike: number): boolean {
    let best: { group: number; to: Neighbour } | undefined;
    for (const group of this.groups.keys()) {
      const to = this.closestTo(group);
      if (to !== undefined && to.similarity >= alike && to.similarity > (best?.to.similarity ?? 0)) {
        best = { group, to };
      }
    }
    if (best !== undefined)
      this.join(Math.min(best.group, best.to.group), Math.max(best.group, best.to.group));
    return best !== undefined;
  }

  members(): number[][] {
    return [...this.groups.values()]
      .map((members) => members.toSorted((a, b) => a - b))
      .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  }

  private closestTo(group: number): Neighbour | undefined {
    if (this.closest.has(group)) return this.closest.get(group);
    let best: Neighbour | undefined;
    for (const [other, sum] of this.sums.get(group) ?? []) {
      const similarity = sum / (this.sizeOf(group) * this.sizeOf(other));
      if (similarity > (best?.similarity ?? 0)) best = { group: other, similarity };
    }
    this.closest.set(group, best);
    return best;
  }

  private join(kept: number, dropped: number): void {
    const [into, from] = [this.sums.get(kept), this.sums.get(dropped)];
    this.groups.set(kept, [...(this.groups.get(kept) ?? []), ...(this.groups.get(dropped) ?? [])]);
    this.groups.delete(dropped);
    this.sums.delete(dropped);
    into?.delete(dropped);
    for (const [other, sum] of from ?? []) {
      this.sums.get(other)?.delete(dropped);
      if (other === kept) continue;
      const total = (into?.get(other) ?? 0) + sum;
      into?.set(other, total);
      this.sums.get(other)?.set(kept, total);
    }
    // The mean of two is never above the larger: whoever pointed elsewhere still points at their closest.
    for (const other of [kept, dropped, ...(into?.keys() ?? [])]) {
      const pointsAt = this.closest.get(other)?.group;
      if (other === kept || pointsAt === kept || pointsAt === dropped) this.closest.delete(other);
    }
    this.closest.delete(dropped);
  }

  private sizeOf(group: number): number {
    return this.groups.get(group)?.length ?? 1;
  }
}
