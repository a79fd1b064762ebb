import { sum } from './sum.ts';

export interface SamplingCheck {
  /** Number of queries that the selected ones stand for. */
  readonly estimatedTotal: number;
  /** How far it lies from the number logged, in standard errors; 0 where all were selected, as they should be. */
  readonly z: number;
  /** Share of the total weight on the heaviest query, 0 to 1. */
  readonly heaviestShare: number;
  /** False when z is 3 or more either way: the stored probabilities are not those of this traffic. */
  readonly sound: boolean;
  /** True when one query carries more than a fifth of the weight. */
  readonly topHeavy: boolean;
}

const MAX_Z = 3;
const MAX_SHARE = 0.2;

/**
 * Whether the inclusion probabilities of the selected queries add up to the number of queries logged. Null when
 * none is selected. Horvitz and Thompson (1952), with the variance of Poisson sampling.
 */
export function checkSampling(probabilities: readonly number[], logged: number): SamplingCheck | null {
  if (probabilities.length === 0) return null;
  const weights = probabilities.map((probability) => 1 / probability);
  const estimatedTotal = sum(weights);
  const variance = sum(probabilities.map((probability) => (1 - probability) / probability ** 2));
  const difference = estimatedTotal - logged;
  const z = Math.abs(difference) < 1e-9 * logged ? 0 : difference / Math.sqrt(variance);
  const heaviestShare = weights.reduce((max, weight) => Math.max(max, weight), 0) / estimatedTotal;
  return {
    estimatedTotal,
    z,
    heaviestShare,
    sound: Math.abs(z) < MAX_Z,
    topHeavy: heaviestShare > MAX_SHARE,
  };
}
