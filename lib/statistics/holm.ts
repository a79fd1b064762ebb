/**
 * p-values corrected for their number, in the order given: the chance of even one false finding among all stays
 * below the level. Holm, Scandinavian Journal of Statistics 6 (1979).
 */
export function holm(pValues: readonly number[]): number[] {
  const adjusted = pValues.map(() => 1);
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  let largest = 0;
  for (const [rank, { p, index }] of ascending.entries()) {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a p-value lies between 0 and 1, not at ${p}`);
    largest = Math.max(largest, p * (pValues.length - rank));
    adjusted[index] = Math.min(1, largest);
  }
  return adjusted;
}
