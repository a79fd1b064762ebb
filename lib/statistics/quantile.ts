/**
 * The q quantile (0 to 1) of values sorted in ascending order, interpolated linearly between neighbours
 * (Hyndman and Fan's type 7, the default of R and NumPy). Throws RangeError on no values or another q.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`a quantile lies between 0 and 1, not at ${q}`);
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError('a quantile needs at least one value');
  return below + (above - below) * (position - Math.floor(position));
}
