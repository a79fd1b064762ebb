import type { Bucket } from './schema.ts';
import { MAX_BUCKETS } from './schema.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Finest bucket that keeps a line readable: hours up to three days, days up to half a year, then weeks. */
const LONGEST_RANGE: readonly (readonly [Bucket, number])[] = [
  ['hour', 3 * DAY + HOUR],
  ['day', 183 * DAY],
  ['week', MAX_BUCKETS * 7 * DAY - 7 * DAY],
];

/** The bucket for a range whose reader did not choose one. Times are epoch milliseconds. */
export function chooseBucket(from: number, to: number): Bucket {
  return LONGEST_RANGE.find(([, longest]) => to - from <= longest)?.[0] ?? 'month';
}

const SHORTEST: Record<Bucket, number> = { hour: HOUR, day: DAY, week: 7 * DAY, month: 28 * DAY };

/** Whether a half-open range surely needs more buckets than a chart may have; spares counting them. */
export function needsTooMany(from: number, to: number, bucket: Bucket): boolean {
  return (to - from) / SHORTEST[bucket] > MAX_BUCKETS * 1.2;
}

/**
 * Starts of the buckets that cover [from, to), followed by the end of the last one; epoch milliseconds,
 * ascending. Days, weeks (from Monday) and months begin at the first instant of a local date, so that a day on
 * which clocks change has 23 or 25 hours. Empty for an empty range.
 */
export function bucketEdges(from: number, to: number, bucket: Bucket, tz: string): number[] {
  if (to <= from) return [];
  const clock = new LocalClock(tz);
  const edges = bucket === 'hour' ? hourEdges(from, to, clock) : dateEdges(from, to, bucket, clock);
  return [...new Set(edges)].sort((a, b) => a - b);
}

function hourEdges(from: number, to: number, clock: LocalClock): number[] {
  const edges = [clock.startOfHour(from)];
  for (let edge = edges[0] ?? from; edge < to; ) {
    edge = Math.max(clock.startOfHour(edge + HOUR), edge + HOUR / 2);
    edges.push(edge);
  }
  return edges;
}

function dateEdges(from: number, to: number, bucket: Exclude<Bucket, 'hour'>, clock: LocalClock): number[] {
  const date = new Date(clock.localMidnight(from));
  if (bucket === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (bucket === 'month') date.setUTCDate(1);
  const edges: number[] = [];
  for (;;) {
    const edge = clock.startOfDate(date.getTime());
    edges.push(edge);
    if (edge >= to) return edges;
    if (bucket === 'month') date.setUTCMonth(date.getUTCMonth() + 1);
    else date.setUTCDate(date.getUTCDate() + (bucket === 'week' ? 7 : 1));
  }
}

/** Wall clock of one zone. A local time is written as the epoch milliseconds that it would be in UTC. */
class LocalClock {
  private readonly format: Intl.DateTimeFormat;

  constructor(tz: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: tz,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  private toLocal(instant: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.format.formatToParts(instant)) part[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
  }

  localMidnight(instant: number): number {
    return Math.floor(this.toLocal(instant) / DAY) * DAY;
  }

  startOfHour(instant: number): number {
    const local = this.toLocal(instant);
    return instant - (((local % HOUR) + HOUR) % HOUR);
  }

  /**
   * First instant of a local date. The offsets of the day before and after are the only candidates; where
   * midnight is skipped, the earlier offset leads to the instant of the change, which is on the date.
   */
  startOfDate(midnight: number): number {
    const offsets = [midnight - DAY, midnight + DAY].map((near) => this.toLocal(near) - near);
    const candidates = offsets.map((offset) => midnight - offset).sort((a, b) => a - b);
    const onDate = candidates.find((candidate) => this.localMidnight(candidate) >= midnight);
    return onDate ?? candidates[candidates.length - 1] ?? midnight;
  }
}
