import type { RatedUnit, Rating } from './rated-unit.ts';
import { sum } from './sum.ts';

/**
 * How often two values met in one unit, over all ordered pairs of its ratings, each unit's pairs divided by its
 * number of ratings less one, so that every rating counts once. Units with one rating have no pairs.
 * Krippendorff, Computing Krippendorff's alpha-reliability (2011).
 */
export interface Coincidences<V extends Rating = Rating> {
  /** Ascending; numbers by size. */
  readonly values: readonly V[];
  /** Row by row, values.length squared; symmetric. */
  readonly matrix: Float64Array;
}

export function coincidences<V extends Rating>(
  units: readonly RatedUnit<V>[],
  values: readonly V[] = valuesOf(units),
): Coincidences<V> {
  const position = new Map(values.map((value, index) => [value, index]));
  const matrix = new Float64Array(values.length ** 2);
  for (const { ratings } of units) {
    const positions = [...ratings.values()].map((value) => position.get(value) ?? unknownValue(value));
    const share = 1 / (positions.length - 1);
    for (const [i, row] of positions.entries()) {
      for (const [j, column] of positions.entries()) {
        const cell = row * values.length + column;
        if (i !== j) matrix[cell] = (matrix[cell] ?? 0) + share;
      }
    }
  }
  return { values, matrix };
}

/** The distinct ratings of the units, ascending. Throws RangeError on a number that is not finite. */
export function valuesOf<V extends Rating>(units: readonly RatedUnit<V>[]): V[] {
  const values = new Set(units.flatMap(({ ratings }) => [...ratings.values()]));
  for (const value of values) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new RangeError(`a rating is finite, not ${value}`);
    }
  }
  return [...values].sort((a, b) => (a < b ? -1 : 1));
}

/** Number of pairable ratings of each value. */
export function marginals({ values, matrix }: Coincidences): number[] {
  const size = values.length;
  return values.map((_, row) => sum([...matrix.subarray(row * size, (row + 1) * size)]));
}

function unknownValue(value: Rating): never {
  throw new RangeError(`the rating ${value} is not among the values`);
}
