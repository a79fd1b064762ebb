import { expect, it } from 'vitest';
import type { Comparison } from '#lib/quality/compare-schema.ts';
import type { FailureRates } from '#lib/quality/failure-rates-schema.ts';
import type { Quadrant } from '#lib/quality/schema.ts';
import { rateOfCounts } from '#lib/statistics/rate.ts';
import type { CsvTable } from '../../../app/_components/csv-table.ts';
import { comparisonTable } from '../../../app/(app)/[project]/compare/comparison-table.ts';
import { failureMixTable, quadrantTable } from '../../../app/(app)/[project]/overview/overview-tables.ts';

/** The first row by the names of the columns; every row has as many cells as there are names. */
function firstRow({ columns, rows }: CsvTable) {
  for (const row of rows) expect(row).toHaveLength(columns.length);
  return Object.fromEntries(columns.map((name, i) => [name, rows[0]?.[i]]));
}

it('the quadrant is every state with its count, and shares of the known pairs alone', () => {
  const { positives: _, n: __, ...share } = rateOfCounts(30, 40);
  const table = quadrantTable({
    cells: [{ cell: 'good-good', retrieval: 'good', answer: 'good', n: 30, zeroHit: 0, share }],
    others: [{ cell: 'unknown-none', n: 60 }],
  } as Partial<Quadrant> as Quadrant);
  expect(firstRow(table)).toMatchObject({ cell: 'good-good', queries: 30, share: 0.75, effective_n: 40 });
  expect(table.rows[1]?.slice(0, 4)).toEqual(['unknown-none', 60, null, null]);
});

it('the failure mix is shares with intervals, and the raw ones with their counts', () => {
  const mix: FailureRates['mix'] = [
    { kind: 'wrong_format', share: rateOfCounts(20, 50), raw: rateOfCounts(10, 40) },
    { kind: 'weak_reasoning', share: rateOfCounts(0, 0), raw: rateOfCounts(0, 0) },
  ];
  const table = failureMixTable({ mix });
  expect(firstRow(table)).toMatchObject({ kind: 'wrong_format', share: 0.4, raw_share: 0.25, raw_n: 10 });
  expect(table.rows[1]?.slice(1, 4)).toEqual([null, null, null]);
});

it('a comparison is both sides and their differences, empty where there is none', () => {
  const side = { value: 0.2, lower: 0.1, upper: 0.3, n: 20, of: 100, nEff: 90, display: 'full' as const };
  const difference = { value: 0.1, lower: 0, upper: 0.2, pValue: 0.04, correctedP: 0.08, different: false };
  const row = {
    metric: 'failure_rate' as const,
    unit: 'share' as const,
    labelled: true,
    a: side,
    b: { ...side, value: 0.3 },
    more: null,
    difference,
    paired: null,
  } satisfies Partial<Comparison['metrics'][number]>;
  expect(firstRow(comparisonTable({ metrics: [row as Comparison['metrics'][number]] }))).toMatchObject({
    metric: 'failure_rate',
    a: 0.2,
    a_of: 100,
    b: 0.3,
    difference: 0.1,
    difference_p_corrected: 0.08,
    paired_questions: null,
    paired_difference: null,
  });
});
