import type { Filter } from '#lib/query-log/filter.ts';
import { activeFilters, valuesWords } from '../_components/filter-fields.ts';
import { rangeWords } from '../_components/range-words.ts';

/** What a side is, in words: "Index version v7", "3 Nov 2026, 00:00 – 8 Nov 2026, 14:00". */
export function sideWords(side: Filter, tz: string): string {
  const parts = activeFilters(side).map((active) => `${active.label} ${valuesWords(active).join(' or ')}`);
  if (side.q !== undefined) parts.push(`“${side.q}”`);
  if (side.from !== undefined || side.to !== undefined) parts.push(rangeWords(side, 'custom', tz));
  return parts.length === 0 ? 'Everything that the filters leave' : parts.join(', ');
}
