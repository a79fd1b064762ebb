/** Beyond this the series loses digits to cancellation, and the continued fraction has converged. */
const SERIES_LIMIT = 3;
const FRACTION_TERMS = 120;

/**
 * Probability that a standard normal variable is above x, to about 1e-14 relative.
 * Marsaglia, Evaluating the Normal Distribution (2004); the continued fraction is Laplace's.
 */
export function normalUpperTail(x: number): number {
  if (x < 0) return 1 - normalUpperTail(-x);
  return x < SERIES_LIMIT ? 0.5 - density(x) * series(x) : density(x) / fraction(x);
}

/** p-value of a two-sided test from its z. */
export function twoSidedP(z: number): number {
  return 2 * normalUpperTail(Math.abs(z));
}

function density(x: number): number {
  return Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
}

/** x + x^3/3 + x^5/(3*5) + ... */
function series(x: number): number {
  let term = x;
  let total = x;
  for (let odd = 3; term > total * Number.EPSILON; odd += 2) {
    term *= x ** 2 / odd;
    total += term;
  }
  return total;
}

/** x + 1/(x + 2/(x + 3/(x + ...))) */
function fraction(x: number): number {
  let value = x;
  for (let term = FRACTION_TERMS; term >= 1; term -= 1) value = x + term / value;
  return value;
}
