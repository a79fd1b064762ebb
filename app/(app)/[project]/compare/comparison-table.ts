import type { Comparison } from '#lib/quality/compare-schema.ts';
import type { CsvTable, CsvValue } from '../../../_components/csv-table.ts';

type Row = Comparison['metrics'][number];

/** Both sides, their difference (B less A), and the same over the questions asked on both sides, as numbers. */
export function comparisonTable({ metrics }: Pick<Comparison, 'metrics'>): CsvTable {
  return {
    columns: [
      'metric',
      'unit',
      ...namesOf('a'),
      ...namesOf('b'),
      ...differenceNames('difference'),
      'paired_questions',
      ...differenceNames('paired_difference'),
    ],
    rows: metrics.map((row) => [
      row.metric,
      row.unit,
      ...sideOf(row.a),
      ...sideOf(row.b),
      ...differenceOf(row.difference),
      row.paired?.pairs ?? null,
      ...differenceOf(row.paired?.difference ?? null),
    ]),
  };
}

const namesOf = (side: string) =>
  ['', '_lower_95', '_upper_95', '_n', '_of', '_effective_n', '_display'].map((name) => `${side}${name}`);
const sideOf = ({ value, lower, upper, n, of, nEff, display }: Row['a']): CsvValue[] => [
  value,
  lower,
  upper,
  n,
  of,
  nEff,
  display,
];

const differenceNames = (name: string) =>
  ['', '_lower_95', '_upper_95', '_p_corrected', '_different'].map((end) => `${name}${end}`);
const differenceOf = (found: Row['difference']): CsvValue[] =>
  found === null
    ? [null, null, null, null, null]
    : [found.value, found.lower, found.upper, found.correctedP, found.different];
