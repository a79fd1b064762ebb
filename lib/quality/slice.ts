import type { FilterSql } from '../query-log/filter-sql.ts';
import type { Dimension, K_VALUES } from '../query-log/schema.ts';
import type { Group, Range, Span } from './schema.ts';

/** The queries a chart is about, cut into time spans and groups. */
export interface Slice {
  range: Range;
  k: (typeof K_VALUES)[number];
  spans: Span[];
  /** Starts of the spans' buckets, epoch milliseconds, ascending; as long as `spans`. */
  starts: number[];
  groupBy: Dimension | null;
  groups: Group[];
  /** Filter and resolved range as a condition on `queries AS q`; binds `edges` and `top` for the columns below. */
  condition: FilterSql;
  /** SELECT lists: `start` of a query (epoch milliseconds), and that with its `grp`. */
  startSql: string;
  placeSql: string;
}
