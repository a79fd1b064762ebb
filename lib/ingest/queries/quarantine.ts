import { z } from 'zod';
import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { decodeCursor, encodeCursor } from '#lib/query-log/cursor.ts';
import { pageSchema } from '#lib/query-log/schema.ts';
import { REPLAYABLE } from './replayable-events.ts';

const PREVIEW_CHARACTERS = 2_000;

export const quarantineParametersSchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
  code: z.string().max(64).optional(),
  /** Without it, replayed events are listed too. */
  replayed: z.enum(['true', 'false']).optional(),
});

const quarantinedEventSchema = z.object({
  id: z.string(),
  receivedAt: z.string(),
  queryId: z.string(),
  /** What kind of event it is: `query`, `score`, ... */
  unit: z.string(),
  code: z.string(),
  path: z.string(),
  message: z.string(),
  /** The first 2,000 characters of the event. */
  preview: z.string(),
  bodyBytes: z.number(),
  /** Whether the whole event was kept and can be replayed; one with the code `conflict` cannot. */
  replayable: z.boolean(),
  replayedAt: z.string().nullable(),
});
export const quarantinePageSchema = pageSchema(quarantinedEventSchema);

const rowSchema = quarantinedEventSchema
  .omit({ receivedAt: true, replayedAt: true })
  .extend({ receivedMs: z.number(), replayedMs: z.number().nullable() });

/** Rejected events, and those whose id was known with other content (`conflict`), the latest first. */
export async function listQuarantine(
  ctx: Context,
  parameters: z.input<typeof quarantineParametersSchema>,
): Promise<z.output<typeof quarantinePageSchema>> {
  requirePermission(ctx, 'quarantine:read');
  const { limit, cursor, code, replayed } = quarantineParametersSchema.parse(parameters);
  const conditions = ['project_id = {project:String}'];
  if (code !== undefined) conditions.push('code = {code:String}');
  if (replayed !== undefined) conditions.push(`isNull(replayed_at) = ${replayed === 'false'}`);
  const where = conditions.join(' AND ');
  const after = cursor === undefined ? undefined : decodeCursor(cursor);
  const beyond =
    after === undefined
      ? ''
      : 'AND (received_at, quarantine_id) < (fromUnixTimestamp64Milli({afterMs:Int64}), {afterId:String})';
  const params = { project: ctx.project.id, code, afterMs: after?.startedAtMs, afterId: after?.id };
  const { queryLog } = ctx.stores;
  const [count] = await queryLog.rows(
    z.object({ n: z.number() }),
    `SELECT count() AS n FROM quarantine WHERE ${where}`,
    defined(params),
  );
  const rows = await queryLog.rows(
    rowSchema,
    `SELECT quarantine_id AS id, toUnixTimestamp64Milli(received_at) AS receivedMs, event_id AS queryId, unit, code, path,
       message, substringUTF8(body, 1, ${PREVIEW_CHARACTERS}) AS preview, length(body) AS bodyBytes,
       ${REPLAYABLE} AS replayable, toUnixTimestamp64Milli(replayed_at) AS replayedMs
     FROM quarantine WHERE ${where} ${beyond}
     ORDER BY received_at DESC, quarantine_id DESC LIMIT {limit:UInt32}`,
    defined({ ...params, limit }),
  );
  const last = rows.at(-1);
  return {
    items: rows.map(({ receivedMs, replayedMs, ...row }) => ({
      ...row,
      receivedAt: new Date(receivedMs).toISOString(),
      replayedAt: replayedMs === null ? null : new Date(replayedMs).toISOString(),
    })),
    nextCursor:
      last !== undefined && rows.length === limit
        ? encodeCursor({ startedAtMs: last.receivedMs, id: last.id })
        : null,
    total: count?.n ?? 0,
  };
}

function defined(params: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined));
}
