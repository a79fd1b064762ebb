import { z } from 'zod';
import { requirePermission } from '#lib/auth/permissions.ts';
import { samplingHealth, samplingHealthSchema } from '#lib/labelling/queries/sampling-health.ts';
import type { Context } from '#lib/platform/context.ts';
import { arrivalLag, arrivalLagSchema } from './arrival-lag.ts';
import { dialectHealth, dialectHealthSchema } from './dialect-health.ts';
import { eventOutcomes, eventOutcomesSchema } from './event-outcomes.ts';
import { quarantinedCounts } from './quarantined-counts.ts';

export const HEALTH_DAYS = [1, 7, 30] as const;

export const dataHealthParametersSchema = z.object({
  days: z.coerce
    .number()
    .refine(
      (days) => (HEALTH_DAYS as readonly number[]).includes(days),
      `must be one of ${HEALTH_DAYS.join(', ')}`,
    )
    .default(7),
});

export const dataHealthSchema = z.object({
  /** The window by arrival; it starts with a full hour. */
  from: z.string(),
  to: z.string(),
  outcomes: eventOutcomesSchema,
  /** What waits in quarantine, whenever it came. */
  quarantine: z.array(z.object({ unit: z.string(), code: z.string(), waiting: z.number() })),
  dialects: z.array(dialectHealthSchema),
  lag: arrivalLagSchema,
  /** Bytes of each table of the query log, of all projects together. */
  disk: z.array(z.object({ table: z.string(), bytes: z.number() })),
  /** Whether the probabilities stored with the queues' samples add up to what was logged. */
  sampling: samplingHealthSchema,
});
export type DataHealth = z.output<typeof dataHealthSchema>;

const HOUR_MS = 3_600_000;

/**
 * How the data of a project fares on its way in. Outcomes come from counts that are written within seconds of the
 * events; everything else is computed from what is stored.
 */
export async function dataHealth(
  ctx: Context,
  input: z.input<typeof dataHealthParametersSchema> = {},
): Promise<DataHealth> {
  requirePermission(ctx, 'quarantine:read');
  const { days } = dataHealthParametersSchema.parse(input);
  const now = ctx.now();
  const since = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - days * 24 * HOUR_MS);
  const [outcomes, quarantine, dialects, lag, disk, sampling] = await Promise.all([
    eventOutcomes(ctx, since),
    quarantinedCounts(ctx),
    dialectHealth(ctx, since),
    arrivalLag(ctx, since),
    tableBytes(ctx),
    samplingHealth(ctx),
  ]);
  return {
    from: since.toISOString(),
    to: now.toISOString(),
    outcomes,
    quarantine,
    dialects,
    lag,
    disk,
    sampling,
  };
}

function tableBytes(ctx: Context): Promise<DataHealth['disk']> {
  return ctx.stores.queryLog.rows(
    z.object({ table: z.string(), bytes: z.number() }),
    `SELECT table, sum(bytes_on_disk) AS bytes FROM system.parts
     WHERE active AND database = currentDatabase() GROUP BY table ORDER BY bytes DESC, table SETTINGS final = 0`,
  );
}
