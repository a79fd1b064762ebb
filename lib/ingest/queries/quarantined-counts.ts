import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';

const rowSchema = z.object({ unit: z.string(), code: z.string(), waiting: z.number() });

/** How many events wait in quarantine, by kind and reason. */
export function quarantinedCounts(ctx: Context): Promise<z.output<typeof rowSchema>[]> {
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT unit, code, count() AS waiting FROM quarantine
     WHERE project_id = {project:String} AND isNull(replayed_at) GROUP BY unit, code ORDER BY unit, code`,
    { project: ctx.project.id },
  );
}
