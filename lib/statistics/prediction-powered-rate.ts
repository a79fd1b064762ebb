import { clusteredVariance } from './clustered-variance.ts';
import { kishSizes } from './kish-sizes.ts';
import { sum } from './sum.ts';
import { type Interval, wilsonInterval } from './wilson-interval.ts';

/** An item with both: what people found (y) and what was predicted of it (f), each 0 to 1. */
export interface PredictedOutcome {
  readonly y: number;
  readonly f: number;
  /** 1 / inclusion probability of the label, times a non-response factor; positive. */
  readonly weight: number;
  readonly cluster: string;
}

/** A prediction of any item of the slice, the labelled ones included. */
export interface Prediction {
  readonly f: number;
  /** Where not the whole slice was predicted but a sample of it. */
  readonly weight: number;
  readonly cluster: string;
}

export interface PredictionPoweredRate extends Interval {
  readonly value: number;
  /** How far the predictions are believed, 0 to 1; below 0.05 they do not help here. */
  readonly lambda: number;
  readonly variance: number;
  readonly kish: number;
  readonly nEff: number;
}

/**
 * A rate from a few labels and many predictions: the mean prediction, corrected by what the labels say of it.
 * Unbiased however wrong the predictions are, provided they were made without the labels: examples shown to
 * the judge leave both lists. Wilson's interval at an effective size guarded by one pseudo-disagreement, since
 * Wald's covers far too little at 30 labels. Give one `lambda` to all kinds of a mix, so that their shares keep
 * their sum. Throws RangeError without labels or without predictions.
 * Angelopoulos et al., Prediction-powered inference (2023); PPI++ (2023).
 */
export function predictionPoweredRate(
  labelled: readonly PredictedOutcome[],
  predictions: readonly Prediction[],
  lambda: number = trustInPredictions(labelled, predictions),
): PredictionPoweredRate {
  assertRows(labelled, predictions);
  const predicted = momentsOf(predictions);
  const corrections = labelled.map(({ y, f, ...row }) => ({ ...row, value: y - lambda * f }));
  const correction = weightedMean(corrections);
  const value = Math.min(1, Math.max(0, lambda * predicted.mean + correction));

  const { kish, kishClustered } = kishSizes(labelled);
  const residuals = corrections.map((row) => ({ ...row, residual: row.value - correction }));
  // A single cluster shows no variance between clusters; the assumed correlation has to do.
  const correctionVariance =
    clusteredVariance(residuals) ??
    weightedMean(residuals.map(({ residual, weight }) => ({ value: residual ** 2, weight }))) / kishClustered;
  const variance = (lambda ** 2 * predicted.variance) / predicted.size + correctionVariance;
  const spread = value * (1 - value);
  // At 0 and 1 no spread is left to divide, and the interval is that of the labels alone.
  const nEff = spread === 0 ? kishClustered : Math.min(spread / (variance + 1 / kish ** 2), 4 * kish);
  return { value, ...wilsonInterval(value, nEff), lambda, variance, kish, nEff };
}

/** The lambda that makes the variance smallest: cov(y, f) / ((1 + kish / N) var(f)), kept within 0 and 1. */
export function trustInPredictions(
  labelled: readonly PredictedOutcome[],
  predictions: readonly Prediction[],
): number {
  assertRows(labelled, predictions);
  const { variance, size } = momentsOf(predictions);
  if (variance === 0) return 0;
  const meanY = weightedMean(labelled.map((row) => ({ ...row, value: row.y })));
  const meanF = weightedMean(labelled.map((row) => ({ ...row, value: row.f })));
  const covariance = weightedMean(
    labelled.map((row) => ({ ...row, value: (row.y - meanY) * (row.f - meanF) })),
  );
  const best = covariance / ((1 + kishSizes(labelled).kish / size) * variance);
  return Math.min(1, Math.max(0, best));
}

/** Mean and variance of the predictions, and how many independent ones they are worth. */
function momentsOf(predictions: readonly Prediction[]): { mean: number; variance: number; size: number } {
  const mean = weightedMean(predictions.map((row) => ({ ...row, value: row.f })));
  const variance = weightedMean(predictions.map((row) => ({ ...row, value: (row.f - mean) ** 2 })));
  return { mean, variance, size: kishSizes(predictions).kishClustered };
}

function weightedMean(rows: readonly { readonly value: number; readonly weight: number }[]): number {
  return sum(rows.map(({ value, weight }) => weight * value)) / sum(rows.map(({ weight }) => weight));
}

function assertRows(labelled: readonly PredictedOutcome[], predictions: readonly Prediction[]): void {
  if (labelled.length === 0) throw new RangeError('a corrected rate needs at least one label');
  if (predictions.length === 0) throw new RangeError('a corrected rate needs predictions');
  const values = [...labelled.flatMap(({ y, f }) => [y, f]), ...predictions.map(({ f }) => f)];
  const weights = [...labelled, ...predictions].map(({ weight }) => weight);
  for (const value of values) {
    if (!(value >= 0 && value <= 1)) throw new RangeError(`an outcome lies between 0 and 1, not at ${value}`);
  }
  for (const weight of weights) {
    if (!(weight > 0 && weight < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`a sampling weight is positive and finite, not ${weight}`);
    }
  }
}
