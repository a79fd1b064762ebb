import type { Filter } from '#lib/query-log/filter.ts';
import { formatInstant } from '../../../../_components/zoned-time.ts';
import { activeFilters, valueWords } from '../../_components/filter-fields.ts';

/** A filter in words: one phrase for each thing it asks for. Without any it takes all queries. */
export function filterWords(filter: Filter, timeZone: string): string[] {
  const at = (iso: string) => formatInstant(iso, timeZone, 'minute');
  const range =
    filter.from !== undefined && filter.to !== undefined
      ? `${at(filter.from)} to ${at(filter.to)}`
      : filter.from !== undefined
        ? `since ${at(filter.from)}`
        : filter.to !== undefined
          ? `before ${at(filter.to)}`
          : undefined;
  return [
    range,
    filter.q === undefined ? undefined : `containing “${filter.q}”`,
    ...activeFilters(filter).map(
      ({ field, label, values }) =>
        `${label}: ${values.map((value) => valueWords(field, value)).join(' or ')}`,
    ),
  ].filter((phrase) => phrase !== undefined);
}
