/** No query is drawn at a lower rate than this, so that none can weigh more than 50. */
export const RATE_FLOOR = 0.02;

/**
 * The rate at which a candidate is wanted, in (0, 1]: the highest among the rules that match it, never their
 * sum, and never below the floor, which keeps the rest of the traffic in view. Throws RangeError on a rate or
 * floor outside [0, 1] or a floor of 0.
 */
export function selectionWeight(matchingRates: readonly number[], floor: number = RATE_FLOOR): number {
  if (!(floor > 0)) throw new RangeError('without a floor some queries could never be drawn');
  for (const rate of [floor, ...matchingRates]) {
    if (!(rate >= 0 && rate <= 1)) throw new RangeError(`a rate lies between 0 and 1, not at ${rate}`);
  }
  return Math.max(floor, ...matchingRates);
}

/**
 * Rates that give each stratum about the wanted number of items, were the coming window like the last one. They
 * come from an earlier window only: a rate that knew its own window would not be a probability. A stratum with
 * fewer queries than wanted, or none, is taken whole; the cap of the run bounds what that can bring.
 */
export function stratumRates<S>(
  wantedByStratum: ReadonlyMap<S, number>,
  lastWindowCounts: ReadonlyMap<S, number>,
): Map<S, number> {
  const rates = [...wantedByStratum].map(([stratum, wanted]): [S, number] => {
    if (!(wanted >= 0)) throw new RangeError(`a number of items is not negative, not ${wanted}`);
    const seen = lastWindowCounts.get(stratum) ?? 0;
    return [stratum, wanted === 0 ? 0 : Math.min(1, wanted / seen)];
  });
  return new Map(rates);
}
