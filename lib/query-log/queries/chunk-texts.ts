import { z } from 'zod';
import type { Context } from '../../platform/context.ts';

/** The text of each chunk, by content hash. A chunk without a text is not in the answer. */
export async function chunkTexts(ctx: Context, chunks: readonly string[]): Promise<Map<string, string>> {
  if (chunks.length === 0) return new Map();
  const rows = await ctx.stores.queryLog.rows(
    z.object({ chunk_hash: z.string(), text: z.string() }),
    `SELECT chunk_hash, text FROM chunks
     WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)}`,
    { project: ctx.project.id, chunks: [...new Set(chunks)] },
  );
  return new Map(rows.map((row) => [row.chunk_hash, row.text]));
}
