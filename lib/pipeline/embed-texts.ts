import type { Context } from '../platform/context.ts';
import { notFound } from '../platform/errors.ts';
import type { EmbeddingProvider } from '../providers/embedding-provider.ts';
import { unitVector } from '../providers/unit-vector.ts';
import { indexedTextHash } from './text-chunk.ts';

/** Texts a call; what a killed process repeats at most is one call a lane. */
export const TEXTS_A_CALL = 32;
export const LANES = 2;
const ROWS_A_READ = 2_000;

export interface EmbedRun {
  modelKey: string;
  provider: EmbeddingProvider;
  /** After each call, once its vectors are on disk. Throw to stop. */
  onCall?: (texts: number) => Promise<void>;
  signal?: AbortSignal;
}

/**
 * Unit vectors of the texts by the hash of each. Those that are known come from the store; each call to the model is
 * stored before its lane makes the next one.
 */
export async function embedTexts(
  ctx: Context,
  texts: Iterable<string>,
  run: EmbedRun,
): Promise<Map<string, Float32Array>> {
  const wanted = new Map([...texts].map((text) => [indexedTextHash(text), text]));
  const vectors = await knownVectors(ctx, run.modelKey, [...wanted.keys()]);
  const missing = [...wanted].filter(([textHash]) => !vectors.has(textHash));
  const calls = Array.from({ length: Math.ceil(missing.length / TEXTS_A_CALL) }, (_, i) =>
    missing.slice(i * TEXTS_A_CALL, (i + 1) * TEXTS_A_CALL),
  );
  const lane = async () => {
    for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
      for (const [textHash, vector] of await embedCall(ctx, call, run)) vectors.set(textHash, vector);
      await run.onCall?.(call.length);
    }
  };
  // The others stop before their next call when one fails, and nothing runs on unseen.
  const ends = await Promise.allSettled(
    Array.from({ length: LANES }, () =>
      lane().catch((error: unknown) => {
        calls.length = 0;
        throw error;
      }),
    ),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return vectors;
}

async function embedCall(
  ctx: Context,
  call: readonly (readonly [string, string])[],
  { provider, modelKey, signal }: EmbedRun,
): Promise<[string, Float32Array][]> {
  const raw = await provider.embed(
    call.map(([, text]) => text),
    signal === undefined ? {} : { signal },
  );
  const embedded = call.flatMap(([textHash], i): [string, Float32Array][] => {
    const vector = raw[i];
    return vector === undefined ? [] : [[textHash, unitVector(vector)]];
  });
  await storeVectors(ctx, modelKey, embedded);
  return embedded;
}

/** Throws `not_found` where the project has been deleted meanwhile: a call may end after the erasure has gone by. */
async function storeVectors(
  ctx: Context,
  modelKey: string,
  embedded: readonly (readonly [string, Float32Array])[],
): Promise<void> {
  const projectId = ctx.project.id;
  await ctx.stores.controlPlane.prisma.$transaction(async (tx) => {
    if ((await tx.project.count({ where: { id: projectId, deletingAt: null } })) === 0)
      throw notFound('The project');
    await tx.knowledgeEmbedding.createMany({
      data: embedded.map(([textHash, vector]) => ({
        projectId,
        modelKey,
        textHash,
        vector: bytesOf(vector),
      })),
      skipDuplicates: true,
    });
  });
}

/** Vectors of the texts that were embedded before. */
export async function knownVectors(
  ctx: Context,
  modelKey: string,
  textHashes: readonly string[],
): Promise<Map<string, Float32Array>> {
  const vectors = new Map<string, Float32Array>();
  for (let from = 0; from < textHashes.length; from += ROWS_A_READ) {
    const rows = await ctx.stores.controlPlane.prisma.knowledgeEmbedding.findMany({
      where: {
        projectId: ctx.project.id,
        modelKey,
        textHash: { in: textHashes.slice(from, from + ROWS_A_READ) },
      },
      select: { textHash: true, vector: true },
    });
    for (const { textHash, vector } of rows) vectors.set(textHash, vectorOf(vector));
  }
  return vectors;
}

function bytesOf(vector: Float32Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(vector).buffer);
}

function vectorOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
