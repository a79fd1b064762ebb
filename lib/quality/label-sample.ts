import { type Rate, rateOfCounts, rateOfOutcomes } from '../statistics/rate.ts';
import type { Sample } from './schema.ts';

/** Labelled queries that share everything a rate needs. */
export interface LabelledOutcome {
  /** Inclusion probability; null where the label was not drawn by a queue. */
  pi: number | null;
  /** Session, else query id. */
  cluster: string;
  count: number;
}

/** What the labels are a sample of. */
export function sampleOf(labels: readonly Pick<LabelledOutcome, 'pi' | 'count'>[]): Sample {
  const count = (rows: typeof labels) => rows.reduce((sum, row) => sum + row.count, 0);
  const all = count(labels);
  const random = count(labels.filter(({ pi }) => pi !== null));
  if (all === 0) return 'none';
  if (random === 0) return 'not_random';
  return random === all ? 'random' : 'mixed';
}

/**
 * Rate of the labels for which `isPositive` holds. Of a random sample: weighted by 1 / inclusion probability,
 * clustered by session. Otherwise the raw share with Wilson's interval. `positives` and `n` are always raw.
 */
export function labelRate<T extends LabelledOutcome>(
  labels: readonly T[],
  isPositive: (label: T) => boolean,
  sample: Sample,
): Rate {
  if (sample !== 'random') {
    const sum = (rows: readonly T[]) => rows.reduce((total, { count }) => total + count, 0);
    return rateOfCounts(sum(labels.filter(isPositive)), sum(labels));
  }
  return rateOfOutcomes(
    labels.flatMap((label) => {
      const outcome = { y: isPositive(label) ? 1 : 0, weight: 1 / (label.pi ?? 1), cluster: label.cluster };
      return Array.from({ length: label.count }, () => outcome);
    }),
  );
}
