import type { Context } from '#lib/platform/context.ts';
import { chunkHash } from '#lib/query-log/chunk-hash.ts';

export interface TestChunk {
  text: string;
  title?: string;
  source?: string;
  indexVersion?: string;
  /** Only seen as a hit or candidate: not registered. */
  unregistered?: boolean;
}

/** Writes chunks as ingest would, straight into the query log. Returns their hashes in order. */
export async function writeChunks(ctx: Context, chunks: readonly TestChunk[]): Promise<string[]> {
  const hashes = chunks.map(({ text }) => chunkHash(text));
  const { queryLog } = ctx.stores;
  await queryLog.insert(
    'chunks',
    chunks.map(({ text }, i) => ({ project_id: ctx.project.id, chunk_hash: hashes[i], text })),
  );
  await queryLog.insert(
    'corpus',
    chunks.flatMap(({ title = '', source = '', indexVersion = 'v1', unregistered }, i) =>
      unregistered
        ? []
        : [
            {
              project_id: ctx.project.id,
              index_version: indexVersion,
              chunk_id: `id-${i}`,
              chunk_hash: hashes[i],
              title,
              source,
              version: 1,
            },
          ],
    ),
  );
  return hashes;
}
