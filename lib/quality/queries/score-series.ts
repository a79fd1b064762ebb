import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { SEEN_SCORES } from '../../query-log/labelled-queries.ts';
import { SCORE_SOURCES } from '../../query-log/schema.ts';
import { meanMeasurement } from '../measurement.ts';
import { BUCKETS, pointSchema, rangeSchema, spanSchema } from '../schema.ts';
import type { Slice } from '../slice.ts';
import { resolveSlice } from './resolve-slice.ts';

/** More names than this are not offered in one chart. */
const MAX_NAMES = 20;

export const scoreParamsSchema = z.object({
  bucket: z.enum([...BUCKETS, 'auto']).default('auto'),
  /** One name alone; without it the most frequent ones. */
  name: z.string().min(1).max(256).optional(),
});

const lineSchema = z.object({
  name: z.string(),
  source: z.enum(SCORE_SOURCES),
  /** Queries of the range with a value. */
  n: z.number(),
});

/**
 * Means of the answer scores. `metric` is the name of the score and `group` its source: names and sources are never
 * pooled. `n` queries with a value of `of` queries of the bucket; a gap where nothing was scored.
 */
export const scoreSeriesSchema = z.object({
  range: rangeSchema,
  /** By name and source, the most frequent name first. */
  lines: z.array(lineSchema),
  spans: z.array(spanSchema),
  buckets: z.array(
    pointSchema
      .omit({ bandLower: true, bandUpper: true, weighted: true, notLookedAt: true })
      .extend({ metric: z.string(), group: z.enum(SCORE_SOURCES) }),
  ),
});
export type ScoreSeries = z.output<typeof scoreSeriesSchema>;

const rowSchema = z.object({
  start: z.number(),
  name: z.string(),
  source: z.enum(SCORE_SOURCES),
  n: z.number(),
  mean: z.number().nullable(),
  variance: z.number().nullable(),
});
type Row = z.output<typeof rowSchema>;

/**
 * Scores of answers over time, by name and source. Of several versions of a scorer the last to speak counts, so that
 * a query counts once. Scores of hits are not among them. Throws `invalid` for a bucket that is too fine.
 */
export async function scoreSeries(
  ctx: Context,
  filter: Filter,
  input: z.input<typeof scoreParamsSchema> = {},
): Promise<ScoreSeries> {
  requirePermission(ctx, 'quality:read');
  const { bucket, name } = scoreParamsSchema.parse(input);
  const slice = await resolveSlice(ctx, filter, { bucket });
  const shared = { range: slice.range, spans: slice.spans };
  if (slice.starts.length === 0) return { ...shared, lines: [], buckets: [] };
  const [rows, totals] = await Promise.all([scoreRows(ctx, slice, name), queryCounts(ctx, slice)]);
  const lines = linesOf(rows);
  const shown = new Set(lines.map(lineKey));
  const places = new Map(slice.starts.map((start, place) => [start, slice.spans[place]]));
  const buckets = rows.flatMap((row): ScoreSeries['buckets'] => {
    const span = places.get(row.start);
    const measured = meanMeasurement(row, totals.get(row.start) ?? row.n, Number.NEGATIVE_INFINITY);
    if (span === undefined || measured === null || !shown.has(lineKey(row))) return [];
    const { bandLower: _, bandUpper: __, ...point } = measured;
    return [{ start: span.start, metric: row.name, group: row.source, ...point, partial: span.partial }];
  });
  return { ...shared, lines, buckets };
}

function scoreRows(ctx: Context, { condition, startSql }: Slice, name: string | undefined): Promise<Row[]> {
  const named = name === undefined ? '' : 'AND name = {scoreName:String}';
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT ${startSql}, s.name AS name, s.source AS source, count() AS n, avg(s.last) AS mean,
       if(n > 1, varSamp(s.last), NULL) AS variance
     FROM queries AS q
     INNER JOIN (
       SELECT query_id, toString(name) AS name, toString(source) AS source, argMax(value, version) AS last
       FROM scores WHERE project_id = {project:String} AND hit_id = '' AND isNotNull(value) ${named}
         AND ${SEEN_SCORES}
       GROUP BY query_id, name, source) AS s ON s.query_id = q.query_id
     WHERE ${condition.where} GROUP BY start, name, source ORDER BY start, name, source`,
    { ...condition.params, ...(name === undefined ? {} : { scoreName: name }) },
  );
}

async function queryCounts(ctx: Context, { condition, startSql }: Slice): Promise<Map<number, number>> {
  const rows = await ctx.stores.queryLog.rows(
    z.object({ start: z.number(), n: z.number() }),
    `SELECT ${startSql}, count() AS n FROM queries AS q WHERE ${condition.where} GROUP BY start`,
    condition.params,
  );
  return new Map(rows.map(({ start, n }) => [start, n]));
}

function linesOf(rows: readonly Row[]): ScoreSeries['lines'] {
  const lines = [...Map.groupBy(rows, lineKey).values()].flatMap((line) => {
    const [first] = line;
    return first === undefined ? [] : [{ name: first.name, source: first.source, n: sumOf(line) }];
  });
  const byName = Map.groupBy(lines, (line) => line.name);
  return [...byName.values()]
    .sort((a, b) => sumOf(b) - sumOf(a))
    .slice(0, MAX_NAMES)
    .flat();
}

function sumOf(rows: readonly { n: number }[]): number {
  return rows.reduce((sum, { n }) => sum + n, 0);
}

function lineKey({ name, source }: Pick<Row, 'name' | 'source'>): string {
  return JSON.stringify([name, source]);
}
