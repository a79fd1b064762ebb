import type { Filter } from '#lib/query-log/filter.ts';
import { activeFilters, valuesWords } from './filter-fields.ts';
import { rangeWords } from './range-words.ts';

/** A filter in one line: "Since 3 Mar 2026, 14:05; Verdict: Wrong or Partly correct; words “refund”". */
export function filterWords(filter: Filter, tz: string): string {
  const range = filter.from === undefined && filter.to === undefined ? 'all' : 'custom';
  return [
    rangeWords(filter, range, tz),
    ...activeFilters(filter).map((active) => `${active.label}: ${valuesWords(active).join(' or ')}`),
    ...(filter.q === undefined ? [] : [`words “${filter.q}”`]),
  ].join('; ');
}
