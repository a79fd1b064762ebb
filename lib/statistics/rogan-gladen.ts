/**
 * A rate corrected for how often the judge is right about positives and negatives, kept within 0 and 1. Not for
 * headlines: it needs both to be constant and known, and explodes as their sum nears 1 (null there).
 * Rogan and Gladen (1978).
 */
export function roganGladenRate(observed: number, sensitivity: number, specificity: number): number | null {
  const information = sensitivity + specificity - 1;
  if (information <= 0) return null;
  return Math.min(1, Math.max(0, (observed + specificity - 1) / information));
}
