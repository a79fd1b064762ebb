import { createHash } from 'node:crypto';
import type { Context } from '#lib/platform/context.ts';
import { prn } from '#lib/statistics/sampling.ts';

export interface LoggedQuery {
  id: string;
  question?: string;
  hits?: { id: string; text: string }[];
  startedAt?: Date;
  model?: string;
  /** Columns of the query log that labelling does not read. */
  columns?: Record<string, unknown>;
}

export const chunkOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** Writes queries into the query log as ingest does, with only the columns that labelling reads. */
export async function logQueries(ctx: Context, queries: readonly LoggedQuery[]): Promise<void> {
  const secret = ctx.project.samplingSecret;
  const rows = queries.map(
    ({
      id,
      question = id,
      hits = [],
      startedAt = new Date('2026-01-05T10:00:00Z'),
      model = '',
      columns,
    }) => ({
      project_id: ctx.project.id,
      bucket: Math.floor(startedAt.getTime() / 3_600_000) * 3600,
      query_id: id,
      version: 1,
      started_at: startedAt.getTime(),
      received_at: startedAt.getTime(),
      origin: 'live',
      question,
      question_hash: chunkOf(question),
      retrieved: true,
      hit_count: hits.length,
      zero_hit: hits.length === 0,
      hit_ids: hits.map((hit) => hit.id),
      hit_chunks: hits.map((hit) => chunkOf(hit.text)),
      model,
      u: prn('select', id, secret),
      v: prn('order', id, secret),
      o: prn('overlap', id, secret),
      ...columns,
    }),
  );
  await ctx.stores.queryLog.insert('queries', rows);
  await ctx.stores.queryLog.insert('query_ids', rows);
  const texts = new Set(queries.flatMap(({ hits = [] }) => hits.map((hit) => hit.text)));
  await ctx.stores.queryLog.insert(
    'chunks',
    [...texts].map((text) => ({ project_id: ctx.project.id, chunk_hash: chunkOf(text), text })),
  );
}

/** Plain queries `q-1` to `q-n`, each with its own question and two hits of its own. */
export function plainQueries(count: number): LoggedQuery[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `q-${i + 1}`,
    hits: ['a', 'b'].map((letter) => ({ id: `${letter}-${i + 1}`, text: `text ${letter} ${i + 1}` })),
  }));
}
