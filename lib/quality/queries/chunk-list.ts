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
import {
  CHUNK_COLUMNS,
  CHUNK_ORDER,
  type ChunkRow,
  chunkRowSchema,
  knownChunks,
  ROW_RULES,
} from './known-chunks.ts';

const TEXT_LENGTH = 400;
const BEGINNING_LENGTH = 60;
const MOST_ALIKE = 20;

export type ChunkList = z.output<typeof chunkListSchema>;
/** A chunk for which a rule fired. */
export type ChunkOfRule = ChunkRow & { rule: ChunkRule };

/** The chunks for which one rule fires, a page of them. Those that are used most come first. */
export async function chunkList(
  ctx: Context,
  filter: Filter,
  input: z.input<typeof chunkListParamsSchema>,
): Promise<ChunkList> {
  requirePermission(ctx, 'quality:read');
  const { rule, limit, offset } = chunkListParamsSchema.parse(input);
  const clusters = rule === 'near_duplicate' ? await alikeChunks(ctx) : [];
  const { rows, total, queries } =
    rule === 'near_duplicate'
      ? await alikePage(ctx, filter, clusters, { limit, offset })
      : await rulePage(ctx, filter, rule, { limit, offset });
  const items = await describedChunks(
    ctx,
    rows.map((row) => ({ ...row, rule })),
    { queries, clusters },
  );
  const end = offset + rows.length;
  return { items, total, nextOffset: end < total ? end : null };
}

interface Page {
  limit: number;
  offset: number;
}
interface PageOfRows {
  rows: ChunkRow[];
  total: number;
  /** Queries of the filter that found something. */
  queries: number;
}

/** A page of the near-duplicates, cluster by cluster. */
async function alikePage(
  ctx: Context,
  filter: Filter,
  clusters: readonly string[][],
  { limit, offset }: Page,
): Promise<PageOfRows> {
  if (clusters.length === 0) return { rows: [], total: 0, queries: 0 };
  const known = await knownChunks(ctx, filter);
  const found = await ctx.stores.queryLog.rows(
    chunkRowSchema.extend({ found: z.number() }),
    `${known.with} SELECT ${CHUNK_COLUMNS}, found FROM known WHERE chunk IN {alike:Array(String)}`,
    { ...known.params, alike: clusters.flat() },
  );
  const rows = listedClusters(clusters, found);
  return { rows: rows.slice(offset, offset + limit), total: rows.length, queries: found[0]?.found ?? 0 };
}

/** The rows of the near-duplicates in the order of their clusters, where two of a cluster are among the known. */
export function listedClusters(clusters: readonly string[][], rows: readonly ChunkRow[]): ChunkRow[] {
  const byChunk = new Map(rows.map((row) => [row.chunk, row]));
  return clusters
    .map((chunks) => chunks.flatMap((chunk) => byChunk.get(chunk) ?? []))
    .filter((here) => here.length > 1)
    .flat();
}

async function rulePage(
  ctx: Context,
  filter: Filter,
  rule: Exclude<ChunkRule, 'near_duplicate'>,
  page: Page,
): Promise<PageOfRows> {
  const { asked, fires } = ROW_RULES[rule];
  const known = await knownChunks(ctx, filter);
  const rows = await ctx.stores.queryLog.rows(
    chunkRowSchema.extend({ total: z.number(), found: z.number() }),
    `${known.with} SELECT ${CHUNK_COLUMNS}, found, count() OVER () AS total
     FROM known WHERE ${asked} AND ${fires} ORDER BY ${CHUNK_ORDER} LIMIT {limit:UInt32} OFFSET {offset:UInt32}`,
    { ...known.params, ...page },
  );
  return { rows, total: rows[0]?.total ?? 0, queries: rows[0]?.found ?? 0 };
}

const namesSchema = z.object({ chunk: z.string(), id: z.string(), title: z.string(), source: z.string() });

/** What a reader is told of chunks for which a rule fired, in their order. `queries` found something. */
export async function describedChunks(
  ctx: Context,
  rows: readonly ChunkOfRule[],
  { queries, clusters }: { queries: number; clusters: readonly string[][] },
): Promise<KnownChunk[]> {
  if (rows.length === 0) return [];
  const [texts, names] = await Promise.all([
    beginnings(
      ctx,
      rows.map(({ chunk }) => chunk),
    ),
    namesOf(ctx, rows),
  ]);
  const clusterOf = new Map(clusters.flatMap((cluster) => cluster.map((chunk) => [chunk, cluster] as const)));
  return rows.map(({ rule, seen: _, ...row }) => {
    const { id = '', title = '', source = '' } = names.get(row.chunk) ?? {};
    const text = texts.get(row.chunk) ?? null;
    const alike =
      rule === 'near_duplicate'
        ? (clusterOf.get(row.chunk) ?? []).filter((chunk) => chunk !== row.chunk)
        : [];
    return {
      ...row,
      id,
      title,
      source,
      text,
      because: because(rule, row, { title, text, alike: alike.length, queries }),
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

/** Id, title and source as registered, else as they came with a hit of the query that is named. */
async function namesOf(
  ctx: Context,
  rows: readonly ChunkRow[],
): Promise<Map<string, z.output<typeof namesSchema>>> {
  const params = {
    project: ctx.project.id,
    chunks: rows.map(({ chunk }) => chunk),
    hours: rows.map(({ seen }) => seen[0]),
    queries: rows.map(({ seen }) => seen[1]),
  };
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
         FROM queries AS q WHERE q.project_id = {project:String}
           AND q.bucket IN {hours:Array(DateTime('UTC'))} AND q.query_id IN {queries:Array(String)})
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

function because(
  rule: ChunkRule,
  row: Omit<ChunkRow, 'seen'>,
  { title, text, alike, queries }: Described,
): string {
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
