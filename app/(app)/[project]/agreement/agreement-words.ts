import type { Agreement, AgreementView, Rated } from '#lib/labelling/agreement-schema.ts';
import { agreementDisplay } from '#lib/statistics/agreement.ts';
import { rateDisplay } from '#lib/statistics/rate.ts';
import { countOf, formatCount } from '../../../_components/number-format.ts';
import { formatCoefficient, formatPercent } from '../../../_components/rate-words.ts';
import { FAILURE_WORDS, GRADE_WORDS, VERDICT_WORDS, wordsOf } from '../_components/label-words.ts';

export const RATED_WORDS: Record<Rated, string> = {
  verdict: 'Verdict',
  failure: 'Failure',
  grades: 'Grades of hits',
};

type Category = string | number;

/** "wrong" -> "Wrong"; 3 -> "3 Answers it". */
export function categoryWords(rated: Rated, category: Category): string {
  if (rated === 'grades') return `${category} ${GRADE_WORDS[Number(category) as 0 | 1 | 2 | 3] ?? ''}`.trim();
  return wordsOf(rated === 'verdict' ? VERDICT_WORDS : FAILURE_WORDS, String(category));
}

/** How a coefficient may be shown: "0.72" with its interval, or only why it is not. `isGrey`: too few to rely on. */
export interface Coefficient {
  value: string | undefined;
  isGrey: boolean;
  note: string;
}

/** Alpha as it may be shown; never without its interval and n. */
export function alphaWords({ alpha, interval, jointItems, display }: AgreementView): Coefficient {
  const n = `${countOf(jointItems, 'query', 'queries')} with two labels or more`;
  const isGrey = display !== 'full';
  if (display === 'table') return { value: undefined, isGrey, note: `Shown from 30 queries on; ${n}.` };
  if (alpha === null)
    return { value: undefined, isGrey, note: `Not defined while all labels say the same; ${n}.` };
  const range = interval === null ? 'no interval' : `95 % interval ${intervalWords(interval)}`;
  const few = display === 'grey' ? ' Uncertain below 100.' : '';
  return { value: formatCoefficient(alpha), isGrey, note: `${range}; ${n}.${few}` };
}

/** A pair's kappa; null where they rated too few things in common, or all the same. */
export function kappaWords(kappa: Agreement['pairs'][number]['verdict']): Coefficient {
  if (kappa === null) return { value: undefined, isGrey: true, note: '–' };
  const n = `n = ${formatCount(kappa.items)}`;
  const display = agreementDisplay(kappa.items);
  if (display === 'table') return { value: undefined, isGrey: true, note: n };
  return {
    value: `${formatCoefficient(kappa.kappa)} (${intervalWords(kappa.interval)})`,
    isGrey: display === 'grey',
    note: n,
  };
}

/** A share of ratings; undefined below ten, where only counts are shown. */
export function shareWords(share: number | null, n: number): { words: string; isGrey: boolean } | undefined {
  const display = rateDisplay(n);
  if (share === null || display === 'counts') return undefined;
  return { words: formatPercent(share), isGrey: display === 'grey' };
}

function intervalWords({ lower, upper }: { lower: number; upper: number }): string {
  // A large-sample interval may reach beyond what the coefficient can be.
  return `${formatCoefficient(Math.max(-1, lower))} to ${formatCoefficient(Math.min(1, upper))}`;
}

/** "Correct and wrong", or for the diagonal "Wrong, both". */
export function cellTitle(rated: Rated, row: Category, column: Category): string {
  const [first, second] = [categoryWords(rated, row), categoryWords(rated, column)];
  return row === column ? `${first}, both` : `${first} and ${second.toLowerCase()}`;
}

/** The cell that the URL names, as "correct.wrong"; undefined where the table has no such cell. */
export function findCell({ categories, cells }: Agreement['confusion'], param: string | undefined) {
  for (const [i, row] of categories.entries()) {
    for (const [j, column] of categories.entries()) {
      const cell = cells[i]?.[j];
      if (cell !== undefined && cellParam(row, column) === param) return { row, column, ...cell };
    }
  }
  return undefined;
}

export function cellParam(row: Category, column: Category): string {
  return `${row}.${column}`;
}
