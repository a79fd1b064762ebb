import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import {
  type ChunkRule,
  chunkListParamsSchema,
  type chunkListSchema,
  type KnownChunk,
} from '../chunk-health-schema.ts';
import { alikeChunks } from './alike-chunks.ts';
import { type KnownChunks, knownChunks, ROW_RULES } from './known-chunks.ts';

const TEXT_LENGTH = 400;
const BEGINNING_LENGTH = 60;
const MOST_ALIKE = 20;

export const chunkRowSchema = z.object({
  chunk: z.string(),
  queries: z.number(),
  graded: z.number(),
  relevant: z.number(),
  words: z.number().nullable(),
});
export type ChunkRow = z.output<typeof chunkRowSchema>;

export type ChunkList = z.output<typeof chunkListSchema>;

/** The chunks for which one rule fires, a page of them. Those that are used most come first. */
export async function chunkList(
  ctx: Context,
  filter: Filter,
  input: z.input<typeof chunkListParamsSchema>,
): Promise<ChunkList> {
  requirePermission(ctx, 'quality:read');
  const { rule, limit, offset } = chunkListParamsSchema.parse(input);
  const known = await knownChunks(ctx, filter);
  return chunksOf(ctx, known, rule, { limit, offset });
}

async function chunksOf(
  ctx: Context,
  known: KnownChunks,
  rule: ChunkRule,
  page: { limit: number; offset: number },
): Promise<ChunkList> {
  if (rule === 'near_duplicate') return alikeChunksOf(ctx, known, await clustersOf(ctx, known), page);
  const { rows, total } = await rowsOfRule(ctx, known, rule, page);
  return {
    items: await describedChunks(ctx, known, rule, rows, []),
    total,
    nextOffset: next(page, rows, total),
  };
}

function next({ offset }: { offset: number }, rows: readonly ChunkRow[], total: number): number | null {
  return offset + rows.length < total ? offset + rows.length : null;
}

/** A page of the near-duplicates, cluster by cluster. */
export async function alikeChunksOf(
  ctx: Context,
  known: KnownChunks,
  clusters: readonly string[][],
  page: { limit: number; offset: number },
): Promise<ChunkList> {
  const order = clusters.flat();
  if (order.length === 0) return { items: [], total: 0, nextOffset: null };
  const wanted = order.slice(page.offset, page.offset + page.limit);
  const found = await ctx.stores.queryLog.rows(
    chunkRowSchema,
    `${known.with} SELECT chunk, queries, graded, relevant, words FROM known WHERE chunk IN {chunks:Array(String)}`,
    { ...known.params, chunks: wanted },
  );
  const byChunk = new Map(found.map((row) => [row.chunk, row]));
  const rows = wanted.flatMap((chunk) => byChunk.get(chunk) ?? []);
  return {
    items: await describedChunks(ctx, known, 'near_duplicate', rows, clusters),
    total: order.length,
    nextOffset: next(page, rows, order.length),
  };
}

async function rowsOfRule(
  ctx: Context,
  known: KnownChunks,
  rule: Exclude<ChunkRule, 'near_duplicate'>,
  page: { limit: number; offset: number },
): Promise<{ rows: ChunkRow[]; total: number }> {
  const { asked, fires, order } = ROW_RULES[rule];
  const params = { ...known.params, ...page, dominatingFrom: known.dominatingFrom };
  const rows = await ctx.stores.queryLog.rows(
    chunkRowSchema.extend({ total: z.number() }),
    `${known.with} SELECT chunk, queries, graded, relevant, words, count() OVER () AS total
     FROM known WHERE ${asked} AND ${fires} ORDER BY ${order} LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
    params,
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

/** Clusters of near-duplicates that still have two members among the known chunks. */
export async function clustersOf(ctx: Context, known: KnownChunks): Promise<string[][]> {
  const clusters = await alikeChunks(ctx);
  if (clusters.length === 0) return [];
  const rows = await ctx.stores.queryLog.rows(
    z.object({ chunk: z.string() }),
    `${known.with} SELECT chunk FROM known WHERE chunk IN {chunks:Array(String)}`,
    { ...known.params, chunks: clusters.flat() },
  );
  const here = new Set(rows.map(({ chunk }) => chunk));
  return clusters
    .map((chunks) => chunks.filter((chunk) => here.has(chunk)))
    .filter((chunks) => chunks.length > 1);
}

const namesSchema = z.object({ chunk: z.string(), id: z.string(), title: z.string(), source: z.string() });

/** What a reader is told of chunks for which a rule fired. */
export async function describedChunks(
  ctx: Context,
  known: KnownChunks,
  rule: ChunkRule,
  rows: readonly ChunkRow[],
  clusters: readonly string[][],
): Promise<KnownChunk[]> {
  if (rows.length === 0) return [];
  const chunks = rows.map(({ chunk }) => chunk);
  const [texts, names] = await Promise.all([beginnings(ctx, chunks), namesOf(ctx, known, chunks)]);
  const clusterOf = new Map(clusters.flatMap((cluster) => cluster.map((chunk) => [chunk, cluster] as const)));
  return rows.map((row) => {
    const { id = '', title = '', source = '' } = names.get(row.chunk) ?? {};
    const text = texts.get(row.chunk) ?? null;
    const alike = (clusterOf.get(row.chunk) ?? []).filter((chunk) => chunk !== row.chunk);
    return {
      ...row,
      id,
      title,
      source,
      text,
      because: because(rule, row, { title, text, alike: alike.length, queries: known.queries }),
      alike: alike.slice(0, MOST_ALIKE),
    };
  });
}

async function beginnings(ctx: Context, chunks: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.stores.queryLog.rows(
    z.object({ chunk_hash: z.string(), text: z.string() }),
    `SELECT chunk_hash, substringUTF8(text, 1, ${TEXT_LENGTH}) AS text FROM chunks
     WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)}`,
    { project: ctx.project.id, chunks },
  );
  return new Map(rows.map((row) => [row.chunk_hash, row.text]));
}

/** Id, title and source as registered, else as they came with a hit of the range. */
async function namesOf(
  ctx: Context,
  known: KnownChunks,
  chunks: readonly string[],
): Promise<Map<string, z.output<typeof namesSchema>>> {
  const params = { ...known.params, chunks };
  const [registered, hits] = await Promise.all([
    ctx.stores.queryLog.rows(
      namesSchema,
      `SELECT chunk_hash AS chunk, argMax(chunk_id, version) AS id, argMax(title, version) AS title,
         argMax(source, version) AS source
       FROM corpus WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)} GROUP BY chunk`,
      params,
    ),
    ctx.stores.queryLog.rows(
      namesSchema,
      `SELECT tupleElement(hit, 1) AS chunk, any(tupleElement(hit, 2)) AS id, any(tupleElement(hit, 3)) AS title,
         any(tupleElement(hit, 4)) AS source
       FROM (SELECT arrayJoin(arrayZip(q.hit_chunks, q.hit_ids, q.hit_titles, q.hit_sources)) AS hit
         FROM queries AS q WHERE ${known.where} AND hasAny(q.hit_chunks, {chunks:Array(String)}))
       WHERE chunk IN {chunks:Array(String)} GROUP BY chunk`,
      params,
    ),
  ]);
  return new Map([...hits, ...registered].map((names) => [names.chunk, names]));
}

interface Described {
  title: string;
  text: string | null;
  alike: number;
  queries: number;
}

function because(rule: ChunkRule, row: ChunkRow, { title, text, alike, queries }: Described): string {
  switch (rule) {
    case 'never_retrieved':
      return `among the hits of none of ${queries} queries`;
    case 'never_relevant':
      return `graded for ${row.graded} questions, relevant for none`;
    case 'dominating':
      return `among the hits of ${row.queries} of ${queries} queries`;
    case 'near_duplicate':
      return alike === 1 ? 'nearly equal to another chunk' : `nearly equal to ${alike} others`;
    case 'too_short':
    case 'too_long':
      return row.words === 1 ? '1 word' : `${row.words} words`;
    case 'mid_sentence':
      return `goes on with a sentence: “${(text ?? '').trim().slice(0, BEGINNING_LENGTH)}…”`;
    case 'no_heading':
      return title === ''
        ? 'neither heading nor title'
        : `begins neither with a heading nor with its title “${title}”`;
  }
}
