import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';

const rowSchema = z.object({
  quarantine_id: z.string(),
  received_at: z.number(),
  event_id: z.string(),
  unit: z.string(),
  code: z.string(),
  path: z.string(),
  message: z.string(),
  body: z.string(),
  marks: z.array(z.string()),
  cut_lengths: z.record(z.string(), z.number()),
});
/** Kept whole, of a kind that has a door to go in by again, and not the second of two contents under one id. */
export const REPLAYABLE = "(body_complete AND code != 'conflict' AND unit IN ('query', 'score'))";
export type ReplayableEvent = z.output<typeof rowSchema>;

/** Events of one kind that were kept whole and not replayed yet, by id, after `after`. Times are epoch ms. */
export function replayableEvents(
  ctx: Context,
  wanted: {
    unit: string;
    ids?: readonly string[] | undefined;
    code?: string | undefined;
    after: string;
    limit: number;
  },
): Promise<ReplayableEvent[]> {
  const { unit, ids, code, after, limit } = wanted;
  return ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT quarantine_id, toUnixTimestamp64Milli(received_at) AS received_at, event_id, unit, code, path, message, body,
       marks, cut_lengths
     FROM quarantine
     WHERE project_id = {project:String} AND ${REPLAYABLE} AND isNull(replayed_at)
       AND unit = {unit:String} AND quarantine_id > {after:String}
       ${ids === undefined ? '' : 'AND quarantine_id IN {ids:Array(String)}'}
       ${code === undefined ? '' : 'AND code = {code:String}'}
     ORDER BY quarantine_id LIMIT {limit:UInt32}`,
    {
      project: ctx.project.id,
      unit,
      after,
      limit,
      ...(ids === undefined ? {} : { ids: [...ids] }),
      ...(code === undefined ? {} : { code }),
    },
  );
}
