import dayjs from 'dayjs';
import timezone from 'dayjs/plugin/timezone.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);
dayjs.extend(timezone);

const FORMATS = {
  /** 3 Mar 2026 */
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  /** 14:05 */
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  /** 14:05:09 */
  clock: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  /** 3 Mar, 14:05:09 */
  second: {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
  /** 3 Mar 2026, 14:05 */
  minute: {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  /** Tue 3 Mar 2026 */
  day: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formatters = new Map<string, Intl.DateTimeFormat>();

/** An instant (ISO 8601) as read from a clock in the zone, in British English. */
export function formatInstant(iso: string, tz: string, style: keyof typeof FORMATS): string {
  const key = `${style} ${tz}`;
  const formatter =
    formatters.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...FORMATS[style], timeZone: tz });
  formatters.set(key, formatter);
  return formatter.format(new Date(iso));
}

/** An instant as the value of a datetime-local field: the wall clock of the zone, without one. */
export function toWallClock(iso: string, tz: string): string {
  return dayjs(iso).tz(tz).format('YYYY-MM-DDTHH:mm');
}

/** The inverse of `toWallClock`; undefined for what is not a time. */
export function fromWallClock(value: string, tz: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return undefined;
  const time = dayjs.tz(value, tz);
  return time.isValid() ? time.toISOString() : undefined;
}
