/** Relative ranges that a page offers, by their value of the URL parameter `range`. */
export const RANGE_PRESETS = [
  { value: '24h', label: '24 h', words: 'the last 24 hours', hours: 24 },
  { value: '7d', label: '7 d', words: 'the last 7 days', hours: 7 * 24 },
  { value: '14d', label: '14 d', words: 'the last 14 days', hours: 14 * 24 },
  { value: '30d', label: '30 d', words: 'the last 30 days', hours: 30 * 24 },
  { value: '90d', label: '90 d', words: 'the last 90 days', hours: 90 * 24 },
  { value: 'all', label: 'All', words: 'all time', hours: undefined },
] as const;
export type RangePreset = (typeof RANGE_PRESETS)[number]['value'];
export const DEFAULT_RANGE: RangePreset = '7d';
