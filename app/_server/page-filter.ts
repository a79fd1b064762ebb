import type { z } from 'zod';
import { BUCKETS, type Bucket } from '#lib/quality/schema.ts';
import { type Filter, filterSchema, splitSearchParams, timeZoneSchema } from '#lib/query-log/filter.ts';
import { DEFAULT_K } from '#lib/query-log/filter-sql.ts';
import { DIMENSIONS, type Dimension } from '#lib/query-log/schema.ts';
import { PAGE_PARAMS } from '../_components/page-params.ts';
import { DEFAULT_RANGE, RANGE_PRESETS, type RangePreset } from '../_components/range-presets.ts';

export type PageSearchParams = Record<string, string | string[] | undefined>;

export interface PageFilter {
  filter: Filter;
  chart: { bucket: Bucket | 'auto'; groupBy: Dimension | undefined; k: number; tz: string };
  /** The preset that gave `from`; `custom` where the URL names `from` or `to` itself. */
  range: RangePreset | 'custom';
  /** Parameters that are neither filter nor chart: a page's own. */
  rest: Record<string, string>;
  /** A sentence for every value that was left out. */
  notices: string[];
}

/**
 * The filter and chart settings of a page's URL. Values that are not valid are left out and said in `notices`.
 * Without `from`, `to` and `range` the last 7 days are taken. `now` ends every relative range.
 */
export function readPageFilter(
  searchParams: PageSearchParams,
  now: Date,
  projectTimeZone: string,
): PageFilter {
  const notices: string[] = [];
  const { filter: raw, rest } = splitSearchParams(toUrlParams(searchParams));
  const filter = readFields(raw, notices);
  const take = <T extends string>(name: string, allowed: readonly T[]) =>
    takeParam(rest, name, allowed, notices);
  const bucket = take('bucket', ['auto', ...BUCKETS] as const) ?? 'auto';
  const groupBy = take('groupBy', DIMENSIONS);
  const preset = take(
    'range',
    RANGE_PRESETS.map((range) => range.value),
  );
  const range = applyRange(filter, preset, now, notices);
  for (const name of Object.keys(rest)) {
    if (!PAGE_PARAMS.has(name)) notices.push(`“${shown(name)}” is not a filter and was left out.`);
  }
  const tz = filter.tz ?? (timeZoneSchema.safeParse(projectTimeZone).success ? projectTimeZone : 'UTC');
  return { filter, chart: { bucket, groupBy, k: filter.k ?? DEFAULT_K, tz }, range, rest, notices };
}

function toUrlParams(searchParams: PageSearchParams): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(searchParams)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) params.append(name, item.toWellFormed());
    }
  }
  return params;
}

/** Parses each field alone, so that one bad value does not cost the others. */
function readFields(raw: Record<string, unknown>, notices: string[]): Filter {
  const filter: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const field: z.ZodType = filterSchema.shape[name as keyof typeof filterSchema.shape];
    const whole = field.safeParse(value);
    if (whole.success) {
      filter[name] = whole.data;
      continue;
    }
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const record = readRecord(name, field, value, notices);
      if (record !== undefined) filter[name] = record;
      continue;
    }
    const values = Array.isArray(value) ? value : [value];
    const good = values.flatMap((item) => {
      const one = field.safeParse([item]);
      if (!one.success) notices.push(`${name}: “${shown(item)}” is not valid and was left out.`);
      return one.success && Array.isArray(one.data) ? one.data : [];
    });
    if (good.length > 0) filter[name] = good.slice(0, 100);
  }
  return filter as Filter;
}

/** `metadata.<key>` and `score.<name>`: each key alone. */
function readRecord(name: string, field: z.ZodType, record: object, notices: string[]): object | undefined {
  const good = Object.entries(record).filter(([key, value]) => {
    const { success } = field.safeParse({ [key]: value });
    if (!success) notices.push(`${name}.${shown(key)}: “${shown(value)}” is not valid and was left out.`);
    return success;
  });
  return good.length === 0 ? undefined : (field.parse(Object.fromEntries(good)) as object);
}

function takeParam<T extends string>(
  rest: Record<string, string>,
  name: string,
  allowed: readonly T[],
  notices: string[],
): T | undefined {
  const value = rest[name];
  delete rest[name];
  const found = allowed.find((item) => item === value);
  if (value !== undefined && found === undefined) {
    notices.push(`${name}: “${shown(value)}” is not one of ${allowed.join(', ')} and was left out.`);
  }
  return found;
}

function applyRange(
  filter: Filter,
  preset: RangePreset | undefined,
  now: Date,
  notices: string[],
): RangePreset | 'custom' {
  if (filter.from !== undefined && filter.to !== undefined && filter.from >= filter.to) {
    notices.push('The range ends before it begins and was left out.');
    delete filter.from;
    delete filter.to;
  }
  if (filter.from !== undefined || filter.to !== undefined) return 'custom';
  const range = preset ?? DEFAULT_RANGE;
  const hours = RANGE_PRESETS.find((item) => item.value === range)?.hours;
  if (hours !== undefined) filter.from = new Date(now.getTime() - hours * 3_600_000).toISOString();
  return range;
}

function shown(value: unknown): string {
  const text = String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
