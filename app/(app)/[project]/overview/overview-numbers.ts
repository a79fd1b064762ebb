import type { Quadrant } from '#lib/quality/schema.ts';
import { type Rate, rateOfCounts } from '#lib/statistics/rate.ts';

/** Good answers of all decided ones, whatever is known of their retrieval. */
export function answerGoodRate({ cells, others }: Quadrant): Rate {
  const all = [...cells, ...others];
  const count = (answer: string) =>
    all.reduce((sum, { cell, n }) => sum + (cell.endsWith(`-${answer}`) ? n : 0), 0);
  const good = count('good');
  return rateOfCounts(good, good + count('bad'));
}

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
