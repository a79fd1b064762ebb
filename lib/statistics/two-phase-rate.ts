import { type PredictionPoweredRate, predictionPoweredRate } from './prediction-powered-rate.ts';

/** A labelled item; some are labelled again, and there the agreed or adjudicated label is taken as true. */
export interface TwiceLabelled {
  /** What the first label says, 0 to 1. */
  readonly first: number;
  /** What gold says; null where the item has none. */
  readonly gold: number | null;
  /** 1 / inclusion probability of the first label, times a non-response factor. */
  readonly weight: number;
  readonly cluster: string;
  /** Probability of a second label, given the first: 1 for a failure where every failure gets one. In (0, 1]. */
  readonly overlapProbability: number;
}

/** With fewer doubly labelled items the plain share stands alone. */
export const MIN_OVERLAP = 50;

/**
 * A rate freed of the first reviewers' error: the rate by first labels, corrected by the overlap. First labels
 * are to gold what a judge is to people. Wider than the plain rate. Throws RangeError without gold.
 * Cochran, Sampling Techniques (1977), chapter 12 (double sampling).
 */
export function twoPhaseRate(items: readonly TwiceLabelled[], lambda?: number): PredictionPoweredRate {
  const labelled = items.flatMap(({ first, gold, weight, cluster, overlapProbability }) =>
    gold === null ? [] : [{ y: gold, f: first, weight: weight / overlapProbability, cluster }],
  );
  const predictions = items.map(({ first, weight, cluster }) => ({ f: first, weight, cluster }));
  return predictionPoweredRate(labelled, predictions, lambda);
}
