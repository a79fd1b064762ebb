import type { FailureRates } from '#lib/quality/failure-rates-schema.ts';
import type { Quadrant } from '#lib/quality/schema.ts';
import type { CsvTable } from '../../../_components/csv-table.ts';

/** Every state of retrieval and answer with its count; only the four known pairs have a share. */
export function quadrantTable({ cells, others }: Quadrant): CsvTable {
  return {
    columns: ['cell', 'queries', 'found_nothing', 'share', 'lower_95', 'upper_95', 'effective_n', 'display'],
    rows: [
      ...cells.map(({ cell, n, zeroHit, share }) => {
        const ends = share.value === null ? [null, null] : [share.lower, share.upper];
        return [cell, n, zeroHit, share.value, ...ends, share.nEff, share.display];
      }),
      ...others.map(({ cell, n }) => [cell, n, null, null, null, null, null, null]),
    ],
  };
}

/** The kinds of failure: share with interval, and the raw one with its counts. */
export function failureMixTable({ mix }: Pick<FailureRates, 'mix'>): CsvTable {
  return {
    columns: [
      'kind',
      'share',
      'lower_95',
      'upper_95',
      'effective_n',
      'display',
      'raw_share',
      'raw_n',
      'raw_of',
    ],
    rows: mix.map(({ kind, share, raw }) => {
      const ends = share.value === null ? [null, null] : [share.lower, share.upper];
      return [kind, share.value, ...ends, share.nEff, share.display, raw.value, raw.positives, raw.n];
    }),
  };
}
