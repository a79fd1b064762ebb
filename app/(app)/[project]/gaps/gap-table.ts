import type { Gap } from '#lib/quality/gap-schema.ts';
import type { CsvTable } from '../../../_components/csv-table.ts';

/** A row for each gap of the page. */
export function gapTable(gaps: readonly Gap[]): CsvTable {
  return {
    columns: [
      'gap',
      'title',
      'state',
      'queries',
      'zero_hits',
      'missing_knowledge',
      'wordings',
      'first_seen',
      'last_seen',
      'reopened',
      'owner',
    ],
    rows: gaps.map((gap) => [
      gap.id,
      gap.title,
      gap.state,
      gap.queries,
      gap.zeroHits,
      gap.missing,
      gap.wordings.length,
      gap.firstSeenAt,
      gap.lastSeenAt,
      gap.reopened,
      gap.owner?.name ?? null,
    ]),
  };
}
