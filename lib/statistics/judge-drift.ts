import { mcNemar } from './mcnemar.ts';
import { sum } from './sum.ts';

/** The judge's verdicts of one fixed item: twice on the first day, and today. */
export interface CanaryItem<V> {
  readonly first: V;
  readonly repeated: V;
  readonly today: V;
}

export interface CanaryResult {
  /** Items that changed today but not when repeated, and the reverse. */
  readonly flippedToday: number;
  readonly flippedByNoise: number;
  readonly midP: number;
  /** The judge differs from its first verdicts more often than from itself on one day. */
  readonly drifted: boolean;
}

const CANARY_P = 0.01;
/** The normal quantile of a two-sided test at 0.01. */
const DRIFT_Z = 2.5758293035489004;

/**
 * Whether the judge changed, on items that do not: its changes since the first day against its own noise, by
 * McNemar's mid-p. Answers that only vary at random change as often in both comparisons.
 */
export function canaryDrift<V>(items: readonly CanaryItem<V>[]): CanaryResult {
  const changes = items.map(({ first, repeated, today }) => ({
    today: today !== first,
    noise: repeated !== first,
  }));
  const flippedToday = changes.filter(({ today, noise }) => today && !noise).length;
  const flippedByNoise = changes.filter(({ today, noise }) => noise && !today).length;
  const { midP } = mcNemar(flippedToday, flippedByNoise);
  return { flippedToday, flippedByNoise, midP, drifted: flippedToday > flippedByNoise && midP < CANARY_P };
}

/**
 * z of the change of a judge's mean error (label less score, an item each) between earlier pairs and the
 * newest. A weak check: with 50 new pairs it misses most drifts. Null with fewer than two pairs on a side, or
 * where no error varies.
 */
export function rectifierDrift(
  earlier: readonly number[],
  newest: readonly number[],
): { z: number; drifted: boolean } | null {
  if (earlier.length < 2 || newest.length < 2) return null;
  const [before, after] = [momentsOf(earlier), momentsOf(newest)];
  const variance = before.varianceOfMean + after.varianceOfMean;
  if (variance === 0) return null;
  const z = (after.mean - before.mean) / Math.sqrt(variance);
  return { z, drifted: Math.abs(z) > DRIFT_Z };
}

function momentsOf(values: readonly number[]): { mean: number; varianceOfMean: number } {
  const n = values.length;
  const mean = sum(values) / n;
  return { mean, varianceOfMean: sum(values.map((value) => (value - mean) ** 2)) / (n * (n - 1)) };
}
