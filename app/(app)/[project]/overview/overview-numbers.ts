import type { Quadrant } from '#lib/quality/schema.ts';

/** How many queries with a decided answer have a retrieval that is good or bad, and how many an unknown one. */
export function retrievalCoverage({ n, others }: Quadrant): {
  known: number;
  unknown: number;
  share: number;
} {
  const unknown = others
    .filter(({ cell }) => cell === 'unknown-good' || cell === 'unknown-bad')
    .reduce((sum, other) => sum + other.n, 0);
  return { known: n, unknown, share: n + unknown === 0 ? 0 : unknown / (n + unknown) };
}
