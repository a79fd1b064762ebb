import type { TimeBucket } from './series.ts';

export type BucketWidth = 'hour' | 'day' | 'week' | 'month';

const FORMATS = {
  dayMonth: { day: 'numeric', month: 'short' },
  weekdayDay: { weekday: 'short', day: 'numeric', month: 'short' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  dayMonthYear: { day: 'numeric', month: 'short', year: 'numeric' },
  monthYear: { month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formatters = new Map<string, Intl.DateTimeFormat>();

function format(at: string | number, tz: string, style: keyof typeof FORMATS): string {
  const key = `${style} ${tz}`;
  const formatter =
    formatters.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...FORMATS[style], timeZone: tz });
  formatters.set(key, formatter);
  return formatter.format(new Date(at)).replace(',', '');
}

/** A bucket in full: "Tue 14 Nov 13:00", "Tue 14 Nov", "Week from 13 Nov 2026", "Nov 2026". */
export function formatBucket({ start }: Pick<TimeBucket, 'start'>, width: BucketWidth, tz: string): string {
  switch (width) {
    case 'hour':
      return `${format(start, tz, 'weekdayDay')} ${format(start, tz, 'clock')}`;
    case 'day':
      return format(start, tz, 'weekdayDay');
    case 'week':
      return `Week from ${format(start, tz, 'dayMonthYear')}`;
    case 'month':
      return format(start, tz, 'monthYear');
  }
}

/** The same with the end of an hour: "Tue 14 Nov 13:00–14:00". */
export function formatBucketSpan(bucket: TimeBucket, width: BucketWidth, tz: string): string {
  const name = formatBucket(bucket, width, tz);
  return width === 'hour' ? `${name}–${format(Date.parse(bucket.start) + 3_600_000, tz, 'clock')}` : name;
}

export function formatMoment(at: string, tz: string): string {
  return `${format(at, tz, 'weekdayDay')} ${format(at, tz, 'clock')}`;
}

/** Beyond this, ticks name the year and no longer the day. */
const LONG_RANGE_MS = 300 * 24 * 3_600_000;

export interface AxisTick {
  at: number;
  label: string;
}

/**
 * At most `most` ticks on bucket starts. Hours are marked at whole steps of the clock, with the date at midnight, or
 * by date alone where a step would exceed twelve hours; wider buckets at every so many.
 */
export function axisTicks(
  buckets: readonly TimeBucket[],
  width: BucketWidth,
  tz: string,
  most: number,
): AxisTick[] {
  const starts = buckets.map(({ start }) => Date.parse(start));
  if (width !== 'hour') {
    const isLong = (starts.at(-1) ?? 0) - (starts[0] ?? 0) > LONG_RANGE_MS;
    const style = isLong ? 'monthYear' : 'dayMonth';
    return thin(starts, most).map((at) => ({ at, label: format(at, tz, style) }));
  }
  const step = [1, 2, 3, 6, 12].find((hours) => starts.length / hours <= most);
  const hourOf = (at: number) => Number.parseInt(format(at, tz, 'clock'), 10);
  if (step === undefined) {
    return thin(
      starts.filter((at) => hourOf(at) === 0),
      most,
    ).map((at) => ({ at, label: format(at, tz, 'dayMonth') }));
  }
  return starts
    .filter((at) => hourOf(at) % step === 0)
    .map((at) => ({ at, label: hourOf(at) === 0 ? format(at, tz, 'dayMonth') : format(at, tz, 'clock') }));
}

function thin(starts: readonly number[], most: number): number[] {
  const step = Math.max(1, Math.ceil(starts.length / most));
  return starts.filter((_, i) => i % step === 0);
}
