import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { searchWords } from '../filter-sql.ts';
import { type FoundChunk, foundChunkSchema } from '../found-chunk.ts';

/** More words than this say nothing more, and the engine takes no more than 64. */
const MAX_WORDS = 32;

/**
 * Known chunks that hold the words of `q`: all of them if any chunk does, else those with the most of them.
 * Among equals the shorter text is first. `text` is whole.
 */
export async function findChunks(ctx: Context, input: { q: string; limit?: number }): Promise<FoundChunk[]> {
  requirePermission(ctx, 'queries:read');
  const words = searchWords(input.q).slice(0, MAX_WORDS);
  if (words.length === 0) return [];
  const withAll = await search(ctx, 'hasAllTokens', words, input.limit ?? 20);
  return withAll.length > 0 ? withAll : search(ctx, 'hasAnyTokens', words, input.limit ?? 20);
}

function search(
  ctx: Context,
  match: 'hasAllTokens' | 'hasAnyTokens',
  words: readonly string[],
  limit: number,
): Promise<FoundChunk[]> {
  return ctx.stores.queryLog.rows(
    foundChunkSchema,
    `WITH found AS (
       SELECT chunk_hash, text, length(arrayIntersect(tokens(lowerUTF8(text), 'splitByNonAlpha'), {words:Array(String)})) AS matches
       FROM chunks WHERE project_id = {project:String} AND ${match}(text, {words:Array(String)})
       ORDER BY matches DESC, length(text), chunk_hash LIMIT {limit:UInt16})
     SELECT f.chunk_hash AS chunk, f.text AS text, coalesce(c.chunk_id, '') AS id, coalesce(c.title, '') AS title,
       coalesce(c.source, '') AS source, coalesce(c.index_version, '') AS indexVersion
     FROM found AS f LEFT JOIN (
       SELECT chunk_hash, argMax(chunk_id, version) AS chunk_id, argMax(title, version) AS title,
         argMax(source, version) AS source, argMax(index_version, version) AS index_version
       FROM corpus WHERE project_id = {project:String} AND chunk_hash IN (SELECT chunk_hash FROM found) GROUP BY chunk_hash
     ) AS c ON c.chunk_hash = f.chunk_hash
     ORDER BY f.matches DESC, length(f.text), f.chunk_hash`,
    { project: ctx.project.id, words, limit },
  );
}
