import {
  ALWAYS_VALID_FACTOR,
  labelsPerSide,
  moreLabelsNeeded,
} from '../statistics/difference-sample-size.ts';
import { estimateDifference, type MeasuredEstimate } from '../statistics/estimate-difference.ts';
import type { Rate } from '../statistics/rate.ts';
import { type Difference, rateDifference } from '../statistics/rate-difference.ts';
import type { ComparedEstimate, Comparison } from './compare-schema.ts';

/** One metric of one side: what is shown, and what a comparison needs beyond it. */
export interface ComparedSide {
  shown: ComparedEstimate;
  /** Of a mean; null for a share, whose effective size is enough. */
  mean: MeasuredEstimate | null;
}

export const NOTHING: ComparedSide = {
  shown: { value: null, lower: null, upper: null, n: 0, of: 0, nEff: 0, display: 'counts' },
  mean: null,
};

export function shareSide({ value, lower, upper, positives, n, nEff, display }: Rate): ComparedSide {
  const ends = value === null ? { lower: null, upper: null } : { lower, upper };
  return { shown: { value, ...ends, n: positives, of: n, nEff, display }, mean: null };
}

/** B less A; null where a side bears no number: nothing to compare, or counts alone. */
export function differenceOf(a: ComparedSide, b: ComparedSide): Difference | null {
  if (a.mean !== null && b.mean !== null) return estimateDifference(b.mean, a.mean);
  const [first, second] = [rateOf(b), rateOf(a)];
  return first === null || second === null ? null : rateDifference(first, second);
}

function rateOf({ shown, mean }: ComparedSide) {
  const { value, lower, upper, nEff, display } = shown;
  if (mean !== null || value === null || lower === null || upper === null || display === 'counts')
    return null;
  return { value, lower, upper, nEff };
}

/**
 * How many more labels each side needs to see a difference of `difference` (0 to 1), for one look and for the badge.
 * Planned around the share of A, else of B; null where neither is known.
 */
export function moreNeeded(
  a: ComparedSide,
  b: ComparedSide,
  difference: number,
): Comparison['metrics'][number]['more'] {
  const base = a.shown.value ?? b.shown.value;
  if (base === null) return null;
  const rate = base + difference <= 1 ? base + difference : base - difference;
  const required = labelsPerSide({ rate: base }, { rate });
  const missing = ({ shown }: ComparedSide, wanted: number) =>
    moreLabelsNeeded(wanted, { n: shown.of, nEff: shown.nEff });
  const forBadge = required * ALWAYS_VALID_FACTOR;
  return {
    a: missing(a, required),
    b: missing(b, required),
    badgeA: missing(a, forBadge),
    badgeB: missing(b, forBadge),
  };
}
