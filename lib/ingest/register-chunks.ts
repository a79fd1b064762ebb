import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import { chunkKey } from './chunk-key.ts';
import { storableText } from './cleaned-text.ts';
import { counted } from './counted.ts';
import { ingestState } from './ingest-state.ts';
import { chunkSchema, type IngestAnswer, type WireChunk } from './schema.ts';
import { newSubmission } from './submission.ts';
import { wireList } from './wire-list.ts';

/**
 * Registers one chunk of the known corpus or `{"chunks": [...]}`. Within an index version a chunk's id names it: the
 * last registration stays. A wrong chunk is reported without touching its neighbours.
 */
export async function registerChunks(ctx: Context, payload: unknown): Promise<IngestAnswer> {
  requirePermission(ctx, 'queries:write');
  const { items } = wireList(payload, 'chunks');
  const answer: IngestAnswer = { accepted: 0, duplicates: 0, ids: [], rejected: [] };
  const known = new Map<string, WireChunk>();
  items.forEach((item, index) => {
    const parsed = chunkSchema.safeParse(item);
    if (parsed.success) {
      const chunk = cleanedChunk(parsed.data);
      const key = JSON.stringify([chunk.indexVersion, chunk.id]);
      if (known.has(key)) answer.duplicates += 1;
      known.set(key, chunk);
      answer.ids.push(chunk.id);
    } else {
      const [issue] = parsed.error.issues;
      const path = issue?.path.map(String).join('.') ?? '';
      answer.ids.push(null);
      answer.rejected.push({ index, id: null, code: 'invalid', path, message: issue?.message ?? 'is wrong' });
    }
  });
  answer.accepted = known.size;
  const { accepted, duplicates } = answer;
  const rejected = answer.rejected.map(({ code }) => code);
  return counted(ctx, 'chunk', { sent: items.length, rejected }, async () => {
    await store(ctx, [...known.values()]);
    return { answer, accepted, duplicates };
  });
}

async function store(ctx: Context, chunks: readonly WireChunk[]): Promise<void> {
  const { groupCommit } = ingestState(ctx.stores);
  const hashed = chunks.map((chunk) => ({ chunk, hash: chunkKey(chunk.id, chunk.text) }));
  const corpus = hashed.map(({ chunk, hash }) => ({
    project_id: ctx.project.id,
    index_version: chunk.indexVersion ?? '',
    chunk_id: chunk.id,
    chunk_hash: hash,
    title: chunk.title ?? '',
    source: chunk.source ?? '',
    version: ctx.now().getTime(),
  }));
  const texts = hashed.map(({ chunk, hash }) => ({ hash, text: chunk.text }));
  await groupCommit.submit(newSubmission(ctx.project.id, { chunks: texts, corpus }));
}

function cleanedChunk(chunk: WireChunk): WireChunk {
  return {
    id: storableText(chunk.id),
    text: storableText(chunk.text),
    title: storableText(chunk.title ?? ''),
    source: storableText(chunk.source ?? ''),
    indexVersion: storableText(chunk.indexVersion ?? ''),
  };
}
