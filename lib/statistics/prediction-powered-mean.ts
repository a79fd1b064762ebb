import { sum } from './sum.ts';
import { type Interval, Z_95 } from './wilson-interval.ts';

export interface PredictedValue {
  readonly y: number;
  readonly f: number;
}

export interface PredictionPoweredMean extends Interval {
  readonly value: number;
  readonly lambda: number;
}

/**
 * A mean (of a grade, a score) from a simple random sample of labelled items and predictions of the others,
 * none in both lists. `lambda` 1 believes the predictions, 0 leaves them out; left out, the one that makes the
 * interval shortest. The interval is Wald's: not for rates, see `predictionPoweredRate`. Throws RangeError with
 * fewer than two of either. Angelopoulos et al., Science (2023); PPI++ (2023), as in ppi_py.
 */
export function predictionPoweredMean(
  labelled: readonly PredictedValue[],
  unlabelled: readonly number[],
  lambda: number = shortestInterval(labelled, unlabelled),
): PredictionPoweredMean {
  if (labelled.length < 2 || unlabelled.length < 2)
    throw new RangeError('a corrected mean needs two values of each');
  const corrections = labelled.map(({ y, f }) => y - lambda * f);
  const value = lambda * mean(unlabelled) + mean(corrections);
  const variance =
    (lambda ** 2 * squaredDeviations(unlabelled)) / unlabelled.length ** 2 +
    squaredDeviations(corrections) / corrections.length ** 2;
  const half = Z_95 * Math.sqrt(variance);
  return { value, lambda, lower: value - half, upper: value + half };
}

function shortestInterval(labelled: readonly PredictedValue[], unlabelled: readonly number[]): number {
  const n = labelled.length;
  const [meanY, meanF] = [mean(labelled.map(({ y }) => y)), mean(labelled.map(({ f }) => f))];
  const covariance = mean(labelled.map(({ y, f }) => (y - meanY) * (f - meanF)));
  const all = [...labelled.map(({ f }) => f), ...unlabelled];
  const variance = squaredDeviations(all) / (all.length - 1);
  if (variance === 0) return 0;
  return Math.min(1, Math.max(0, covariance / ((1 + n / unlabelled.length) * variance)));
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function squaredDeviations(values: readonly number[]): number {
  const centre = mean(values);
  return sum(values.map((value) => (value - centre) ** 2));
}
