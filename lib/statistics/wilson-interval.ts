/** Half the width of a 95 % interval in standard errors: the 0.975 quantile of the normal distribution. */
export const Z_95 = 1.959963984540054;

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Wilson's score interval for a proportion `p` (0 to 1) seen on `nEff` independent observations, which need
 * not be whole. Clamped to [0, 1]; nothing observed gives all of it. Throws RangeError on other arguments.
 * Wilson (1927); compared by Newcombe, Statistics in Medicine 17 (1998).
 */
export function wilsonInterval(p: number, nEff: number, z: number = Z_95): Interval {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`a proportion lies between 0 and 1, not at ${p}`);
  if (!(nEff >= 0 && nEff < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`a number of observations is finite and not negative, not ${nEff}`);
  }
  if (nEff === 0) return { lower: 0, upper: 1 };

  // Multiplied through by nEff, so that a tiny number of observations divides nothing.
  const centre = p * nEff + z ** 2 / 2;
  const half = z * Math.sqrt(p * (1 - p) * nEff + z ** 2 / 4);
  const scale = nEff + z ** 2;
  return {
    // At p = 0 and p = 1 an end is exact; rounding would put it just beside.
    lower: p === 0 ? 0 : Math.max(0, (centre - half) / scale),
    upper: p === 1 ? 1 : Math.min(1, (centre + half) / scale),
  };
}
