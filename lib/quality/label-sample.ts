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

/** Fewer drawn labels than this never carry a rate that is not grey, as their effective number is smaller still. */
const FEWEST_DRAWN = 30;

/**
 * What the labels are a sample of. A few drawn ones beside others make no random sample: until there are thirty, all
 * labels count alike, and the page says that they are none.
 */
export function sampleOf(labels: readonly Pick<LabelledOutcome, 'pi' | 'count'>[]): Sample {
  const count = (rows: typeof labels) => rows.reduce((sum, row) => sum + row.count, 0);
  const all = count(labels);
  const random = count(labels.filter(({ pi }) => pi !== null));
  if (all === 0) return 'none';
  if (random === all) return 'random';
  return random < FEWEST_DRAWN ? 'not_random' : 'mixed';
}

/** A rate of labels: `positives` and `n` count all of them, whatever the value rests on. */
export interface LabelRate extends Rate {
  /** Where only part of the labels was drawn at random: the counts of that part, which the value rests on. */
  readonly weighted?: { n: number; of: number };
}

/**
 * Rate of the labels for which `isPositive` holds. Labels with an inclusion probability are weighted by its inverse
 * and clustered by session; beside such labels those without one only count. No value where all of these labels are
 * without one on a page that has others. Of labels that are no random sample: the raw share with Wilson's interval.
 */
export function labelRate<T extends LabelledOutcome>(
  labels: readonly T[],
  isPositive: (label: T) => boolean,
  sample: Sample,
): LabelRate {
  const count = (rows: readonly T[]) => rows.reduce((total, row) => total + row.count, 0);
  const all = rateOfCounts(count(labels.filter(isPositive)), count(labels));
  if (sample !== 'random' && sample !== 'mixed') return all;

  const drawn = rateOfOutcomes(
    labels.flatMap((label) => {
      if (label.pi === null) return [];
      const outcome = { y: isPositive(label) ? 1 : 0, weight: 1 / label.pi, cluster: label.cluster };
      return Array.from({ length: label.count }, () => outcome);
    }),
  );
  const rate = { ...drawn, positives: all.positives, n: all.n };
  return sample === 'random' ? rate : { ...rate, weighted: { n: drawn.positives, of: drawn.n } };
}
