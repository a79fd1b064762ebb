import { MAX_RESAMPLED } from '../graded-slice.ts';
import { addPattern, type PatternsByPlace } from './ranking-patterns.ts';
import type { RetrievalCounts } from './retrieval-counts.ts';

/**
 * Patterns with those of the queries that found nothing among them. Few such queries are read with their sessions, which
 * `read` is told to do; many are known from the counts already. Undefined where `read` has no patterns.
 */
export async function withZeroHits<P extends PatternsByPlace | undefined>(
  counts: readonly RetrievalCounts[],
  read: (readZeroHits: boolean) => Promise<P>,
): Promise<P> {
  const areFew = counts.reduce((sum, { answerableZero }) => sum + answerableZero, 0) <= MAX_RESAMPLED;
  const patterns = await read(areFew);
  if (patterns !== undefined && !areFew) addZeroHits(patterns, counts);
  return patterns;
}

function addZeroHits(patterns: PatternsByPlace, counts: readonly RetrievalCounts[]): void {
  for (const at of counts) {
    if (at.answerableZero === 0) continue;
    const ranking = { grades: [], outside: [] };
    addPattern(patterns, at, { ranking, count: at.answerableZero, clusters: [] });
  }
}
