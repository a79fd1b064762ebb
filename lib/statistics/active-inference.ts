import { sum } from './sum.ts';

export interface ActivelyLabelled {
  readonly f: number;
  /** Null where the item was not reviewed. */
  readonly y: number | null;
  /** Probability that it was reviewed, which may depend on anything known before; in (0, 1]. */
  readonly probability: number;
}

/**
 * Mean and standard error where the reviewed items were drawn with unequal probability from all, each predicted.
 * Zrnic and Candès, Active Statistical Inference (2024).
 */
export function activelyLabelledMean(items: readonly ActivelyLabelled[]): {
  value: number;
  standardError: number;
} {
  const terms = items.map(({ f, y, probability }) => (y === null ? f : f + (y - f) / probability));
  const value = sum(terms) / terms.length;
  return { value, standardError: Math.sqrt(sum(terms.map((term) => (term - value) ** 2))) / terms.length };
}
