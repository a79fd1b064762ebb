import type { Filter } from '#lib/query-log/filter.ts';
import { RANGE_PRESETS, type RangePreset } from '../../../_components/range-presets.ts';
import { formatInstant } from '../../../_components/zoned-time.ts';

/** "Last 7 days", or the two ends of a custom range. */
export function rangeWords(
  filter: Pick<Filter, 'from' | 'to'>,
  range: RangePreset | 'custom',
  tz: string,
): string {
  const preset = RANGE_PRESETS.find((item) => item.value === range);
  if (preset !== undefined)
    return preset.value === 'all' ? 'All time' : preset.words.replace('the last', 'Last');
  const from = filter.from === undefined ? undefined : formatInstant(filter.from, tz, 'minute');
  const to = filter.to === undefined ? undefined : formatInstant(filter.to, tz, 'minute');
  if (from === undefined) return `Until ${to}`;
  return to === undefined ? `Since ${from}` : `${from} – ${to}`;
}
