import type { EmbeddingProvider } from './embedding-provider.ts';
import { faultWith } from './fault-of.ts';
import { openAiClient } from './openai-client.ts';
import type { OpenedConnection } from './opened-connection.ts';
import { presetOf } from './presets.ts';

/** Below what the services take in one request: 100 texts (Gemini), 300,000 tokens (OpenAI). */
const BATCH_TEXTS = 96;
const BATCH_CHARACTERS = 300_000;
const TIMEOUT_MS = 60_000;

/** Embeddings from any server that speaks OpenAI's `/embeddings`. */
export function openAiEmbeddings(
  connection: OpenedConnection,
  choice: { model: string; dimensions?: number | null; timeoutMs?: number },
): EmbeddingProvider {
  const { model } = choice;
  const client = openAiClient(connection);
  const { encoding } = presetOf(connection.preset);
  const about = { stage: 'retrieval', target: model, targetKind: 'model' } as const;
  let dimensions = choice.dimensions ?? null;

  const embedBatch = async (texts: readonly string[], signal?: AbortSignal): Promise<Float32Array[]> => {
    const answer = await connection.wire.call(
      { ...about, timeoutMs: choice.timeoutMs ?? TIMEOUT_MS, signal },
      () =>
        client.embeddings.create({
          model,
          input: texts.map((text) => (text === '' ? ' ' : text)), // an empty text is refused
          encoding_format: encoding,
          ...(choice.dimensions == null ? {} : { dimensions: choice.dimensions }),
        }),
    );
    const where = { connection: connection.name, ...about };
    const rows: unknown[] = Array.isArray(answer.data) ? answer.data : [];
    const vectors: Float32Array[] = [];
    for (const [place, row] of rows.entries()) {
      const { index, embedding } = row as { index?: number; embedding?: unknown };
      const vector = vectorOf(embedding);
      if (vector !== undefined) vectors[index ?? place] = vector;
    }
    if (vectors.length !== texts.length || !texts.every((_, at) => vectors[at] !== undefined))
      throw faultWith(where, 'bad_answer', `sent ${vectors.length} vectors for ${texts.length} texts.`);
    dimensions ??= vectors[0]?.length ?? null;
    const wrong = vectors.find((vector) => vector.length !== dimensions);
    if (wrong !== undefined)
      throw faultWith(
        where,
        'wrong_dimension',
        `made a vector of ${wrong.length} numbers with “${model}” where ${dimensions} are expected. Choose the model and length that the index was made with, or index again.`,
      );
    return vectors;
  };

  return {
    model,
    get dimensions() {
      return dimensions;
    },
    embed: async (texts, options = {}) => {
      const vectors: Float32Array[] = [];
      for (const batch of batchesOf(texts)) vectors.push(...(await embedBatch(batch, options.signal)));
      return vectors;
    },
  };
}

function batchesOf(texts: readonly string[]): string[][] {
  const batches: string[][] = [];
  let characters = 0;
  for (const text of texts) {
    const last = batches.at(-1);
    characters += text.length;
    if (last !== undefined && last.length < BATCH_TEXTS && characters <= BATCH_CHARACTERS) last.push(text);
    else {
      batches.push([text]);
      characters = text.length;
    }
  }
  return batches;
}

/** Base64 of little-endian float32, or numbers: servers send either, whatever was asked for. */
function vectorOf(embedding: unknown): Float32Array | undefined {
  const vector =
    typeof embedding === 'string'
      ? floatsOf(Buffer.from(embedding, 'base64'))
      : Array.isArray(embedding)
        ? Float32Array.from(embedding as number[])
        : undefined;
  return vector !== undefined && vector.length > 0 && vector.every(Number.isFinite) ? vector : undefined;
}

function floatsOf(bytes: Buffer): Float32Array | undefined {
  const { BYTES_PER_ELEMENT } = Float32Array;
  return bytes.length % BYTES_PER_ELEMENT === 0 ? new Float32Array(new Uint8Array(bytes).buffer) : undefined;
}
