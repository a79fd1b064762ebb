import { coincidences, valuesOf } from './coincidences.ts';
import { alphaOfCoincidences, type MeasurementLevel } from './krippendorff-alpha.ts';
import { quantileOfSorted } from './quantile.ts';
import type { RatedUnit, Rating } from './rated-unit.ts';
import { seededRandom } from './seeded-random.ts';
import type { Interval } from './wilson-interval.ts';

export interface AlphaIntervalOptions {
  readonly resamples?: number;
  readonly seed?: number;
}

/** Below this many joint items the interval covers too little, by simulation, to be shown. */
export const MIN_ITEMS_FOR_INTERVAL = 30;

/**
 * 95 % percentile interval of Krippendorff's alpha, drawing whole items with replacement. Resamples in which
 * all ratings are equal are left out; null if they are more than half, or with fewer than 30 joint items.
 * The result depends on the units and the seed, not on the order of the units.
 */
export function alphaInterval(
  units: readonly RatedUnit[],
  level: MeasurementLevel,
  { resamples = 2000, seed = 1 }: AlphaIntervalOptions = {},
): Interval | null {
  const joint = units.filter(({ ratings }) => ratings.size >= 2);
  const values = valuesOf(joint);
  const items = Map.groupBy(joint, ({ item }) => item);
  if (items.size < MIN_ITEMS_FOR_INTERVAL) return null;

  const patterns = patternsOf([...items.values()], values);
  const random = seededRandom(seed);
  const alphas = Array.from({ length: resamples }, () => {
    const matrix = resampledMatrix(patterns, random);
    return alphaOfCoincidences({ values, matrix }, level);
  }).filter((alpha) => alpha !== null);
  if (2 * alphas.length < resamples) return null;
  const sorted = Float64Array.from(alphas).sort();
  return { lower: quantileOfSorted(sorted, 0.025), upper: quantileOfSorted(sorted, 0.975) };
}

interface Patterns {
  readonly matrices: readonly Float64Array[];
  /** The matrix of each item, by position. */
  readonly ofItem: Uint32Array;
}

/** Items that were rated alike are the same to the bootstrap, and there are fewer kinds of them than items. */
function patternsOf(items: readonly RatedUnit[][], values: readonly Rating[]): Patterns {
  const matrices = items.map((units) => coincidences(units, values).matrix);
  const kinds = [...Map.groupBy(matrices, (matrix) => matrix.join(' '))].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    matrices: kinds.flatMap(([, alike]) => alike.slice(0, 1)),
    ofItem: Uint32Array.from(kinds.flatMap(([, alike], kind) => alike.map(() => kind))),
  };
}

function resampledMatrix({ matrices, ofItem }: Patterns, random: () => number): Float64Array {
  const drawn = new Uint32Array(matrices.length);
  for (let draw = 0; draw < ofItem.length; draw += 1) {
    const kind = ofItem[Math.floor(random() * ofItem.length)] ?? 0;
    drawn[kind] = (drawn[kind] ?? 0) + 1;
  }
  const total = new Float64Array(matrices[0]?.length ?? 0);
  // Plain loops: this is where the time goes.
  for (let kind = 0; kind < matrices.length; kind += 1) {
    const [times, matrix] = [drawn[kind] ?? 0, matrices[kind]];
    if (times === 0 || matrix === undefined) continue;
    for (let cell = 0; cell < total.length; cell += 1) {
      total[cell] = (total[cell] ?? 0) + times * (matrix[cell] ?? 0);
    }
  }
  return total;
}
