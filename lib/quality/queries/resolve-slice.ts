import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Filter, NO_VALUE } from '../../query-log/filter.ts';
import { DEFAULT_K, DIMENSION_COLUMNS } from '../../query-log/filter-sql.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { matchExtent } from '../../query-log/queries/match-extent.ts';
import type { Dimension } from '../../query-log/schema.ts';
import { type Bucket, type Group, MAX_BUCKETS, MAX_GROUPS, OTHER } from '../schema.ts';
import type { Slice } from '../slice.ts';
import { bucketEdges, chooseBucket, needsTooMany } from '../time-buckets.ts';

/** A filter names at most this many values of a dimension. */
const MAX_FILTER_VALUES = 100;

export interface SliceParams {
  bucket?: Bucket | 'auto' | undefined;
  groupBy?: Dimension | undefined;
}

/**
 * The slice of a chart: a range without ends goes from the first to the last matching query, the zone is the
 * filter's, else the project's. Throws `invalid` where a chosen bucket is too fine for the range.
 */
export async function resolveSlice(ctx: Context, filter: Filter, params: SliceParams): Promise<Slice> {
  const { from, to } = await resolveRange(ctx, filter);
  const tz = filter.tz ?? ctx.project.timeZone;
  const wanted = params.bucket ?? 'auto';
  const bucket = wanted === 'auto' ? chooseBucket(from, to) : wanted;
  const edges = needsTooMany(from, to, bucket) ? null : bucketEdges(from, to, bucket, tz);
  if (edges === null || edges.length - 1 > MAX_BUCKETS) {
    throw new AppError(
      'invalid',
      `bucket: ${bucket} cuts this range into more than ${MAX_BUCKETS} points. Choose a coarser bucket or a shorter range.`,
      { path: 'bucket' },
    );
  }
  const iso = (ms: number) => new Date(ms).toISOString();
  const condition = await filterCondition(ctx, { ...filter, from: iso(from), to: iso(to) });
  const groupBy = params.groupBy ?? null;
  const groups = groupBy === null ? [] : await findGroups(ctx, condition, groupBy);
  const starts = edges.slice(0, -1);
  const now = ctx.now().getTime();
  return {
    range: { from: iso(from), to: iso(to), tz, bucket },
    k: (filter.k ?? DEFAULT_K) as Slice['k'],
    starts,
    spans: starts.map((start, i) => {
      const end = edges[i + 1] ?? to;
      return {
        start: iso(start),
        from: iso(Math.max(start, from)),
        to: iso(Math.min(end, to)),
        partial: start < from || end > Math.min(to, now),
      };
    }),
    groupBy,
    groups,
    condition: {
      where: condition.where,
      params: {
        ...condition.params,
        edges: starts,
        top: groups.map(({ group }) => group).filter((g) => g !== OTHER),
      },
    },
    startSql: START,
    placeSql: `${START}, ${groupSql(groupBy)} AS grp`,
  };
}

const START = 'roundDown(toUnixTimestamp64Milli(q.started_at), {edges:Array(Int64)}) AS start';

async function resolveRange(ctx: Context, filter: Filter): Promise<{ from: number; to: number }> {
  if (filter.from !== undefined && filter.to !== undefined) {
    return { from: Date.parse(filter.from), to: Date.parse(filter.to) };
  }
  const extent = await matchExtent(ctx, await filterCondition(ctx, filter));
  const now = ctx.now().getTime();
  const first = extent.total === 0 ? now : extent.firstMs;
  const last = extent.total === 0 ? now : extent.lastMs + 1;
  return {
    from:
      filter.from === undefined
        ? Math.min(first, filter.to ? Date.parse(filter.to) : first)
        : Date.parse(filter.from),
    to:
      filter.to === undefined
        ? Math.max(last, filter.from ? Date.parse(filter.from) : last)
        : Date.parse(filter.to),
  };
}

function groupSql(groupBy: Dimension | null): string {
  if (groupBy === null) return `''`;
  const column = `q.${DIMENSION_COLUMNS[groupBy]}`;
  return `if(${column} IN {top:Array(String)}, ${column}, '${OTHER}')`;
}

const valueCountSchema = z.object({ value: z.string(), count: z.number() });

/** The largest values; a value that is itself called "other" always counts among the rest. */
async function findGroups(
  ctx: Context,
  { where, params }: { where: string; params: Record<string, unknown> },
  dimension: Dimension,
): Promise<Group[]> {
  const values = await ctx.stores.queryLog.rows(
    valueCountSchema,
    `SELECT toString(q.${DIMENSION_COLUMNS[dimension]}) AS value, count() AS count
     FROM queries AS q WHERE ${where} GROUP BY q.${DIMENSION_COLUMNS[dimension]} ORDER BY count DESC, value`,
    params,
  );
  const top = values.filter(({ value }) => value !== OTHER).slice(0, MAX_GROUPS);
  const rest = values.filter((entry) => !top.includes(entry));
  const groups: Group[] = top.map(({ value, count }) => ({
    group: value,
    label: value === '' ? NO_VALUE : value,
    count,
    filter: { [dimension]: [value] },
  }));
  if (rest.length === 0) return groups;
  return [
    ...groups,
    {
      group: OTHER,
      label: rest.length === 1 && rest[0]?.value === OTHER ? OTHER : `${OTHER} (${rest.length})`,
      count: rest.reduce((sum, { count }) => sum + count, 0),
      filter: rest.length <= MAX_FILTER_VALUES ? { [dimension]: rest.map(({ value }) => value) } : null,
    },
  ];
}
