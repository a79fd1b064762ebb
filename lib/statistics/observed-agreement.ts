import { type Coincidences, coincidences, marginals } from './coincidences.ts';
import type { RatedUnit, Rating } from './rated-unit.ts';
import { sum } from './sum.ts';

export interface SpecificAgreement<V extends Rating = Rating> {
  readonly category: V;
  /** Of ratings with this category, the share that another reviewer of the unit shares: 2a / (2a + b + c). */
  readonly agreement: number;
  /** Pairable ratings with this category. */
  readonly ratings: number;
}

/**
 * Share of pairs of ratings that agree, each rating counted once however many reviewers its unit has. For two
 * reviewers the plain share of units they agree on. Null without a unit that was rated twice.
 */
export function percentAgreement(units: readonly RatedUnit[]): number | null {
  const table = coincidences(units);
  const total = sum(marginals(table));
  const agreeing = sum(table.values.map((_, category) => diagonal(table, category)));
  return total === 0 ? null : agreeing / total;
}

/**
 * Agreement on each category by itself: a rare failure can have little of it beside a high percent agreement.
 * Categories no reviewer used on a unit rated twice are absent. Spitzer and Fleiss (1974); Cicchetti and
 * Feinstein (1990).
 */
export function specificAgreement<V extends Rating>(units: readonly RatedUnit<V>[]): SpecificAgreement<V>[] {
  const table = coincidences(units);
  const counts = marginals(table);
  return table.values.flatMap((category, index) => {
    const ratings = counts[index] ?? 0;
    return ratings === 0 ? [] : [{ category, agreement: diagonal(table, index) / ratings, ratings }];
  });
}

function diagonal({ values, matrix }: Coincidences, category: number): number {
  return matrix[category * (values.length + 1)] ?? 0;
}
