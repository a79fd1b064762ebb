import { DIMENSIONS, type Dimension } from '../query-log/schema.ts';
import { rateDifference, type SampledRate } from '../statistics/rate-difference.ts';
import {
  type GroupedWeight,
  MIX_DIFFERENCE,
  mixDifference,
  standardisedWeights,
} from '../statistics/standardised-weights.ts';
import type { Comparison } from './compare-schema.ts';
import { failureRate, type LabelledAnswer } from './failure-rates.ts';

export interface MixedSide {
  /** The labels that a rate counts, with their weights. */
  counting: readonly LabelledAnswer[];
  mix: Record<Dimension, readonly GroupedWeight[]>;
}

/**
 * The failure rate of B if its traffic had A's mix of the dimension in which the two differ most. Null where no mix
 * differs by more than ten points of a value's share, where B has no label of a value that A has, or too few labels.
 */
export function standardisedFailureRate(a: MixedSide, b: MixedSide): Comparison['standardised'] {
  const differing = DIMENSIONS.map((dimension) => ({
    dimension,
    apart: mixDifference(a.mix[dimension], b.mix[dimension]),
  }))
    .filter(({ apart }) => apart > MIX_DIFFERENCE)
    .sort((one, other) => other.apart - one.apart);
  const plain = sampledRate(a.counting);
  for (const { dimension } of differing) {
    const rows = standardisedWeights(grouped(b, dimension), grouped(a, dimension));
    const rate = rows === null ? null : sampledRate(rows);
    if (rate === null || plain === null) continue;
    const { value, lower, upper } = rateDifference(rate, plain);
    return {
      dimension,
      ...furthest(a.mix[dimension], b.mix[dimension]),
      rate: rate.value,
      difference: { value, lower, upper },
    };
  }
  return null;
}

const grouped = ({ counting }: MixedSide, dimension: Dimension) =>
  counting.map((answer) => ({ ...answer, group: answer.dimensions[dimension] }));

function sampledRate(answers: readonly LabelledAnswer[]): SampledRate | null {
  const { value, display, ...rate } = failureRate(answers);
  return value === null || display === 'counts' ? null : { ...rate, value };
}

/** The value whose share differs most. */
function furthest(a: readonly GroupedWeight[], b: readonly GroupedWeight[]) {
  const shareOf = (mix: readonly GroupedWeight[], group: string) => {
    const total = mix.reduce((sum, { weight }) => sum + weight, 0);
    return (mix.find((one) => one.group === group)?.weight ?? 0) / total;
  };
  const shares = [...new Set([...a, ...b].map(({ group }) => group))].map((group) => ({
    group,
    shareA: shareOf(a, group),
    shareB: shareOf(b, group),
  }));
  const apart = ({ shareA, shareB }: { shareA: number; shareB: number }) => Math.abs(shareA - shareB);
  return shares.reduce((most, one) => (apart(one) > apart(most) ? one : most));
}
