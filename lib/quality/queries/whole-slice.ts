import type { FilterSql } from '../../query-log/filter-sql.ts';
import type { Slice } from '../slice.ts';

/** A slice of one point: all that the condition matches, whenever it was. */
export function wholeSlice({ where, params }: FilterSql, k: Slice['k']): Slice {
  const startSql = 'toInt64(0) AS start';
  return {
    range: { from: '', to: '', tz: 'UTC', bucket: 'month' },
    k,
    spans: [],
    starts: [0],
    groupBy: null,
    groups: [],
    condition: { where, params },
    startSql,
    placeSql: `${startSql}, '' AS grp`,
  };
}
