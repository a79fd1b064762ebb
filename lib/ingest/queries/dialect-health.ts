import { z } from 'zod';
import type { Context } from '#lib/platform/context.ts';

/** What a sender can leave out: the queries that lack it, and those of which it could be expected. */
const FIELDS = {
  question: { missing: "trimBoth(question) = ''", of: 'true' },
  answer: { missing: 'isNull(answer)', of: "error_stage = ''" },
  retrieval: { missing: 'NOT retrieved', of: 'true' },
  hitIds: { missing: 'arrayExists((id, chunk) -> id = chunk, hit_ids, hit_chunks)', of: 'hit_count > 0' },
  hitScores: { missing: 'isNull(top_score)', of: 'hit_count > 0' },
  retriever: { missing: "retriever = ''", of: 'retrieved' },
  indexVersion: { missing: "index_version = ''", of: 'retrieved' },
  retrievalTime: { missing: 'isNull(retrieval_ms)', of: 'retrieved' },
  model: { missing: "model = ''", of: 'true' },
  promptVersion: { missing: "prompt_version = ''", of: 'true' },
  tokens: { missing: 'isNull(input_tokens) AND isNull(output_tokens)', of: 'true' },
  totalTime: { missing: 'isNull(total_ms)', of: 'true' },
  session: { missing: "session_id = ''", of: 'true' },
} as const;
export type HealthField = keyof typeof FIELDS;
export const HEALTH_FIELDS = Object.keys(FIELDS) as HealthField[];

export const dialectHealthSchema = z.object({
  dialect: z.string(),
  queries: z.number(),
  lastAt: z.string(),
  /** For each field: `missing` of `of` queries that could have it. */
  fields: z.array(
    z.object({
      field: z.enum(HEALTH_FIELDS as [HealthField, ...HealthField[]]),
      missing: z.number(),
      of: z.number(),
    }),
  ),
});
export type DialectHealth = z.output<typeof dialectHealthSchema>;

const rowSchema = z.object({
  dialect: z.string(),
  queries: z.number(),
  last_ms: z.number(),
  missing: z.array(z.number()),
  of: z.array(z.number()),
});

/** Which dialects the queries that arrived since then were sent in, the most frequent first, and what they lack. */
export async function dialectHealth(ctx: Context, since: Date): Promise<DialectHealth[]> {
  const fields = Object.values(FIELDS);
  const rows = await ctx.stores.queryLog.rows(
    rowSchema,
    `SELECT toString(dialect) AS dialect, count() AS queries, toUnixTimestamp64Milli(max(received_at)) AS last_ms,
       [${fields.map(({ missing, of }) => `countIf((${of}) AND (${missing}))`).join(', ')}] AS missing,
       [${fields.map(({ of }) => `countIf(${of})`).join(', ')}] AS of
     FROM queries
     WHERE project_id = {project:String} AND received_at >= fromUnixTimestamp64Milli({since:Int64})
     GROUP BY dialect ORDER BY queries DESC, dialect LIMIT 50`,
    { project: ctx.project.id, since: since.getTime() },
  );
  return rows.map((row) => ({
    dialect: row.dialect,
    queries: row.queries,
    lastAt: new Date(row.last_ms).toISOString(),
    fields: HEALTH_FIELDS.map((field, i) => ({ field, missing: row.missing[i] ?? 0, of: row.of[i] ?? 0 })),
  }));
}
