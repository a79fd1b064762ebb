/**
 * Round ticks that enclose [low, high], four or five as a rule, a step being 1, 2, 2.5 or 5 times a power of ten.
 * Whole numbers only where `whole`.
 */
export function niceTicks(low: number, high: number, whole = false): number[] {
  const span = high > low ? high - low : Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const found =
    [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => span / size <= 4.001) ?? span;
  const step = whole ? Math.max(1, Math.ceil(found)) : found;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
