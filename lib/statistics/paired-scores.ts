import { isDifferent } from './always-valid.ts';
import { bootstrapMean } from './bootstrap-mean.ts';
import { pairedDifference } from './paired-difference.ts';
import type { Difference } from './rate-difference.ts';
import { signFlipTest } from './sign-flip-test.ts';

/** One question under two systems; several runs of it are averaged first. */
export interface ScorePair {
  readonly first: number;
  readonly second: number;
}

/**
 * First less second over the same questions. Outcomes that are all 0 or 1 by McNemar's mid-p and Bonett and Price's
 * interval; other scores by the sign-flip test and a seeded bootstrap of the questions. Null with fewer than two.
 */
export function pairedScores(pairs: readonly ScorePair[]): Difference | null {
  if (pairs.length < 2) return null;
  if (pairs.every(({ first, second }) => isOutcome(first) && isOutcome(second))) {
    return pairedDifference({
      onlyFirst: pairs.filter(({ first, second }) => first > second).length,
      onlySecond: pairs.filter(({ first, second }) => first < second).length,
      n: pairs.length,
    });
  }
  const differences = pairs.map(({ first, second }) => first - second);
  const { mean, interval, standardError } = bootstrapMean(
    differences.map((value, place) => ({ value, cluster: String(place) })),
  );
  if (mean === null || interval === null || standardError === null) return null;
  return {
    value: mean,
    ...interval,
    pValue: signFlipTest(differences).pValue,
    different: standardError > 0 && isDifferent(mean, standardError, pairs.length),
  };
}

const isOutcome = (value: number) => value === 0 || value === 1;
