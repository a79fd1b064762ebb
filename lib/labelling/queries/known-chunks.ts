import { z } from 'zod';
import type { Context } from '../../platform/context.ts';

/** Which of these chunk hashes the project knows: from a hit, a candidate or the registered corpus. */
export async function readKnownChunks(ctx: Context, chunks: readonly string[]): Promise<Set<string>> {
  if (chunks.length === 0) return new Set();
  const rows = await ctx.stores.queryLog.rows(
    z.object({ chunk_hash: z.string() }),
    `SELECT DISTINCT chunk_hash FROM chunks
     WHERE project_id = {project:String} AND chunk_hash IN {chunks:Array(String)}`,
    { project: ctx.project.id, chunks: [...new Set(chunks)] },
  );
  return new Set(rows.map((row) => row.chunk_hash));
}
