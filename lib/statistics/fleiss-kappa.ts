import { sum } from './sum.ts';

/**
 * Agreement beyond chance where every unit has the same number of ratings, from the counts of each category, a
 * row a unit. Null where it is undefined: no unit, or one category throughout. Throws RangeError if the rows
 * have different totals or fewer than two ratings. With missing ratings use Krippendorff's alpha.
 * Fleiss, Psychological Bulletin 76 (1971).
 */
export function fleissKappa(countsByUnit: readonly (readonly number[])[]): number | null {
  const [first] = countsByUnit;
  if (first === undefined) return null;
  const ratings = sum(first);
  if (ratings < 2 || countsByUnit.some((counts) => sum(counts) !== ratings)) {
    throw new RangeError('every unit needs the same number of ratings, two or more');
  }
  const agreements = countsByUnit.map(
    (counts) => (sum(counts.map((count) => count ** 2)) - ratings) / (ratings * (ratings - 1)),
  );
  const observed = sum(agreements) / countsByUnit.length;
  const shares = first.map(
    (_, category) =>
      sum(countsByUnit.map((counts) => counts[category] ?? 0)) / (countsByUnit.length * ratings),
  );
  const expected = sum(shares.map((share) => share ** 2));
  return 1 - expected < Number.EPSILON ? null : (observed - expected) / (1 - expected);
}
