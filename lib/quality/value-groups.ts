import { DIMENSION_COLUMNS } from '../query-log/filter-sql.ts';
import type { Dimension } from '../query-log/schema.ts';

/** SQL over `queries AS q` that gives a row for every value of every dimension, from one scan. */
export interface ValueGroups {
  /** By the dimension's place. */
  columns: readonly string[];
  groupBy: string;
  /** Of a row: the place of its dimension, and its value. */
  place: string;
  value: string;
}

export function valueGroups(dimensions: readonly Dimension[]): ValueGroups {
  const columns = dimensions.map((dimension) => `q.${DIMENSION_COLUMNS[dimension]}`);
  const whose = (of: (column: string, place: number) => string | number) =>
    columns.map((column, place) => `grouping(${column}) = 0, ${of(column, place)}`).join(', ');
  return {
    columns,
    groupBy: `GROUPING SETS (${columns.map((column) => `(${column})`).join(', ')})`,
    place: `multiIf(${whose((_, place) => place)}, -1)`,
    value: `multiIf(${whose((column) => `toString(${column})`)}, '')`,
  };
}
