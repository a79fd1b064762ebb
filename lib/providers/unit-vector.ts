/** The same direction with length one, so that every store's measure is the cosine; a zero vector stays. */
export function unitVector(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0 || Math.abs(squares - 1) < 1e-6) return vector;
  const length = Math.sqrt(squares);
  return vector.map((value) => value / length);
}

/** Rounding takes cosines a little past one. */
export function clampedCosine(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
