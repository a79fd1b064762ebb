/** Relevance of one hit to its question: 0 irrelevant, 1 related, 2 relevant, 3 answers it. */
export type Grade = 0 | 1 | 2 | 3;

/** The grade from which a hit counts as relevant for the binary metrics. */
export const DEFAULT_THRESHOLD: Grade = 2;

/**
 * What people (or another single source of judgements) said about one query's retrieval.
 * `grades` follows the retriever's order, null = ungraded. `outside` holds the grades of the chunks
 * judged for the same question that this list does not contain.
 */
export interface GradedRanking {
  readonly grades: readonly (Grade | null)[];
  readonly outside: readonly Grade[];
  /** The judgements are known to name everything relevant, even where all of it is in the list. */
  readonly isComplete?: boolean;
}

/** A ranking without gaps: what a metric is computed on. */
export interface JudgedRanking extends GradedRanking {
  readonly grades: readonly Grade[];
}

export interface MetricOptions {
  /** Cutoff: a positive integer, or Infinity for the whole list where the metric allows it. */
  readonly k: number;
  /** Lowest grade that counts as relevant; `DEFAULT_THRESHOLD` when left out. */
  readonly threshold?: Grade;
}

/** The first k entries. Throws RangeError unless k is a positive integer or Infinity. */
export function topK<T>(ranked: readonly T[], k: number): readonly T[] {
  if (!(k === Number.POSITIVE_INFINITY || (Number.isInteger(k) && k > 0))) {
    throw new RangeError(`the cutoff k must be a positive integer or Infinity, not ${k}`);
  }
  return ranked.slice(0, k);
}

/** How many of the grades reach the threshold. */
export function countRelevant(grades: readonly Grade[], threshold: Grade = DEFAULT_THRESHOLD): number {
  return grades.reduce<number>((count, grade) => count + (grade >= threshold ? 1 : 0), 0);
}

/** The same ranking with every ungraded hit given `grade`. */
export function fillUngraded(ranking: GradedRanking, grade: Grade): JudgedRanking {
  return { ...ranking, grades: ranking.grades.map((known) => known ?? grade) };
}
