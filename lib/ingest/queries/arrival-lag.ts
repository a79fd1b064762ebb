import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';
import { bucketQuantile } from '../bucket-quantile.ts';
import { ingestState } from '../ingest-state.ts';

const quantilesSchema = z.object({
  p50Ms: z.number().nullable(),
  p95Ms: z.number().nullable(),
  n: z.number(),
});

export const arrivalLagSchema = z.object({
  /** From the start of a live query to its arrival, which holds the query's own time. */
  startToArrival: quantilesSchema,
  /** From the arrival of a request to its answer, since the process started: the bounds below which they lie. */
  arrivalToReadable: quantilesSchema,
  /** When the last query of any origin arrived. */
  lastEventAt: z.string().nullable(),
});
export type ArrivalLag = z.output<typeof arrivalLagSchema>;

const rowSchema = z.object({
  n: z.number(),
  ms: z.tuple([z.number().nullable(), z.number().nullable()]),
  last_ms: z.number(),
});

/** How long queries that arrived since then took to get here. Those of a clock that runs ahead tell nothing. */
export async function arrivalLag(ctx: Context, since: Date): Promise<ArrivalLag> {
  const counted = `origin = 'live' AND NOT has(marks, 'clock_skew')
    AND received_at >= fromUnixTimestamp64Milli({since:Int64})`;
  const lag = 'toUnixTimestamp64Milli(received_at) - toUnixTimestamp64Milli(started_at)';
  const [row] = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT countIf(${counted}) AS n, quantilesExactInclusiveIf(0.5, 0.95)(${lag}, ${counted}) AS ms,
       toUnixTimestamp64Milli(max(received_at)) AS last_ms
     FROM queries WHERE project_id = {project:String}`,
    { project: ctx.project.id, since: since.getTime() },
  );
  const n = row?.n ?? 0;
  return {
    startToArrival: {
      p50Ms: n > 0 ? (row?.ms[0] ?? null) : null,
      p95Ms: n > 0 ? (row?.ms[1] ?? null) : null,
      n,
    },
    arrivalToReadable: await requestTimes(ctx),
    lastEventAt: row === undefined || row.last_ms === 0 ? null : new Date(row.last_ms).toISOString(),
  };
}

async function requestTimes(ctx: Context): Promise<z.output<typeof quantilesSchema>> {
  const { requestSeconds } = ingestState(ctx.stores).counters.ofProject(ctx.project.id);
  const { values } = await requestSeconds.get();
  const answered = values.filter(({ labels }) => labels.status === 200);
  const cumulative = new Map<number, number>();
  for (const { labels, value } of answered) {
    const { le } = labels as { le?: string | number };
    if (le === undefined) continue;
    const bound = le === '+Inf' ? Number.POSITIVE_INFINITY : Number(le);
    cumulative.set(bound, (cumulative.get(bound) ?? 0) + value);
  }
  const ms = (p: number) => {
    const seconds = bucketQuantile(cumulative, p);
    return seconds === null || !Number.isFinite(seconds) ? null : seconds * 1000;
  };
  return { p50Ms: ms(0.5), p95Ms: ms(0.95), n: cumulative.get(Number.POSITIVE_INFINITY) ?? 0 };
}
