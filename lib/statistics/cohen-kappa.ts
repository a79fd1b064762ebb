import { sum } from './sum.ts';
import { type Interval, Z_95 } from './wilson-interval.ts';

/** What a disagreement costs: all the same, by distance in the order of the categories, or by its square. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

export interface Kappa {
  readonly kappa: number;
  /** Large-sample standard error. */
  readonly standardError: number;
  /** 95 %, kappa plus and minus 1.96 standard errors; may reach beyond -1 and 1. */
  readonly interval: Interval;
}

/**
 * Agreement of two reviewers beyond chance, from a square table of counts (rows the first reviewer, columns the
 * second, categories in one order). Null where it is undefined: no unit, or both used one and the same category
 * throughout. Throws RangeError on a table that is not square or a count below 0.
 * Cohen (1960, 1968); standard error by Fleiss, Cohen and Everitt (1969).
 */
export function cohenKappa(
  counts: readonly (readonly number[])[],
  weights: KappaWeights = 'none',
): Kappa | null {
  assertTable(counts);
  const total = sum(counts.flat());
  if (total === 0) return null;
  const size = counts.length;
  const shares = counts.map((row) => row.map((count) => count / total));
  const rows = shares.map(sum);
  const columns = shares.map((_, column) => sum(shares.map((row) => row[column] ?? 0)));
  const credit = (i: number, j: number): number => CREDITS[weights](Math.abs(i - j) / Math.max(1, size - 1));

  const observed = sumCells(shares, (i, j, share) => credit(i, j) * share);
  const expected = sumCells(shares, (i, j) => credit(i, j) * (rows[i] ?? 0) * (columns[j] ?? 0));
  if (1 - expected < Number.EPSILON) return null;
  const kappa = (observed - expected) / (1 - expected);

  const rowCredit = rows.map((_, i) => sum(columns.map((share, j) => credit(i, j) * share)));
  const columnCredit = columns.map((_, j) => sum(rows.map((share, i) => credit(i, j) * share)));
  const spread = sumCells(
    shares,
    (i, j, share) =>
      share * (credit(i, j) - ((rowCredit[i] ?? 0) + (columnCredit[j] ?? 0)) * (1 - kappa)) ** 2,
  );
  const variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (total * (1 - expected) ** 2);
  const standardError = Math.sqrt(Math.max(0, variance));
  const half = Z_95 * standardError;
  return { kappa, standardError, interval: { lower: kappa - half, upper: kappa + half } };
}

/** What a pair of categories counts as agreement, by their distance as a share of the largest. */
const CREDITS: Record<KappaWeights, (distance: number) => number> = {
  none: (distance) => (distance > 0 ? 0 : 1),
  linear: (distance) => 1 - distance,
  quadratic: (distance) => 1 - distance ** 2,
};

function assertTable(counts: readonly (readonly number[])[]): void {
  for (const row of counts) {
    if (row.length !== counts.length) throw new RangeError('a table of two reviewers is square');
    for (const count of row) {
      if (!(count >= 0 && count < Number.POSITIVE_INFINITY)) throw new RangeError(`${count} is not a count`);
    }
  }
}

function sumCells(
  shares: readonly (readonly number[])[],
  term: (row: number, column: number, share: number) => number,
): number {
  return sum(shares.flatMap((row, i) => row.map((share, j) => term(i, j, share))));
}
