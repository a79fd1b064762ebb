import type { Context } from '../platform/context.ts';
import type { ChatProvider } from '../providers/chat-provider.ts';
import type { EmbeddingProvider } from '../providers/embedding-provider.ts';
import type { VectorStore } from '../providers/vector-store.ts';
import type { ChatChoice, EmbeddingChoice, VectorStoreChoice } from './schema.ts';

/** The foreign systems of a pipeline. Each throws ProviderFault, and `not_found` for a connection that is gone. */
export interface PipelineProviders {
  embedding(ctx: Context, choice: EmbeddingChoice): Promise<EmbeddingProvider>;
  /** `null`: the built-in index. */
  vectorStore(ctx: Context, choice: VectorStoreChoice | null, collection: string): Promise<VectorStore>;
  chat(ctx: Context, choice: ChatChoice): Promise<ChatProvider>;
}
