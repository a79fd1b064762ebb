import { rowsBehind } from '#lib/quality/rows-behind.ts';
import type { Change } from '#lib/quality/schema.ts';
import type { Filter } from '#lib/query-log/filter.ts';

/** What lists the queries that a change is about: those after it that the rate counts; all of them for a latency. */
export function rowsOfChange(filter: Filter, change: Change): Filter {
  const { n, of } = rowsBehind(change.metric);
  // A hit rate counts the queries where it is known: the others that ran say nothing of it.
  const counted = change.metric === 'hit_rate_at_k' ? n : of;
  return { ...filter, ...(change.filter as Filter), ...counted };
}
