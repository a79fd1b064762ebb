import { type Coincidences, coincidences, marginals } from './coincidences.ts';
import type { RatedUnit, Rating } from './rated-unit.ts';
import { sum } from './sum.ts';

/** What a difference between two ratings means; all but `nominal` need numbers. */
export type MeasurementLevel = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/**
 * Agreement beyond chance among any number of reviewers, ratings may be missing: 1 is perfect, 0 is what
 * chance gives, below 0 is worse than that. Null where it is undefined: no unit was rated twice, or all
 * ratings are equal. Krippendorff, Computing Krippendorff's alpha-reliability (2011).
 */
export function krippendorffAlpha(
  units: readonly RatedUnit<number>[],
  level: MeasurementLevel,
): number | null;
export function krippendorffAlpha(units: readonly RatedUnit[], level: 'nominal'): number | null;
export function krippendorffAlpha(units: readonly RatedUnit[], level: MeasurementLevel): number | null {
  return alphaOfCoincidences(coincidences(units), level);
}

/** 1 - D_o / D_e, observed by expected disagreement. */
export function alphaOfCoincidences(table: Coincidences, level: MeasurementLevel): number | null {
  const { values, matrix } = table;
  const counts = marginals(table);
  const total = sum(counts);
  const distance = DISTANCES[level];
  let observed = 0;
  let expected = 0;
  // Both tables are symmetric with a diagonal of distance 0, so one half is enough.
  for (let row = 0; row < values.length; row += 1) {
    for (let column = row + 1; column < values.length; column += 1) {
      const squared = distance(values, counts, row, column);
      observed += (matrix[row * values.length + column] ?? 0) * squared;
      expected += (counts[row] ?? 0) * (counts[column] ?? 0) * squared;
    }
  }
  return expected === 0 ? null : 1 - ((total - 1) * observed) / expected;
}

type SquaredDistance = (
  values: readonly Rating[],
  counts: readonly number[],
  lower: number,
  upper: number,
) => number;

const DISTANCES: Record<MeasurementLevel, SquaredDistance> = {
  nominal: () => 1,
  // Ratings between the two, each end counted by half: the distance of their mean ranks.
  ordinal: (_values, counts, lower, upper) => {
    const within = sum(counts.slice(lower, upper + 1));
    return (within - ((counts[lower] ?? 0) + (counts[upper] ?? 0)) / 2) ** 2;
  },
  interval: (values, _counts, lower, upper) => (numberAt(values, upper) - numberAt(values, lower)) ** 2,
  ratio: (values, _counts, lower, upper) => {
    const [a, b] = [numberAt(values, lower), numberAt(values, upper)];
    return ((a - b) / (a + b)) ** 2;
  },
};

function numberAt(values: readonly Rating[], index: number): number {
  const value = values[index];
  if (typeof value !== 'number') throw new RangeError(`a distance needs numbers, not ${value}`);
  return value;
}
