import type { Context } from '../platform/context.ts';
import type { EmbeddingProvider } from './embedding-provider.ts';
import { openConnection } from './open-connection.ts';
import { openAiEmbeddings } from './openai-embeddings.ts';
import { requireKind, requireModel } from './required-choice.ts';

/** The model that makes vectors through a connection of the project; without `model` the connection's own. */
export async function openEmbeddingProvider(
  ctx: Context,
  input: { connectionId: string; model?: string; dimensions?: number | null; timeoutMs?: number },
): Promise<EmbeddingProvider> {
  const { connectionId, model, dimensions, ...limits } = input;
  const connection = await openConnection(ctx, { id: connectionId, stage: 'retrieval' });
  requireKind(connection, 'openai', 'retrieval');
  const { options } = connection;
  const chosen = requireModel(connection, model ?? options.embeddingModel, 'retrieval');
  const isOwn = chosen === options.embeddingModel;
  const length = dimensions ?? (isOwn ? options.dimensions : undefined) ?? null;
  return openAiEmbeddings(connection, { model: chosen, dimensions: length, ...limits });
}
