import { openChatProvider } from '../providers/open-chat-provider.ts';
import { openEmbeddingProvider } from '../providers/open-embedding-provider.ts';
import { openVectorStore } from '../providers/open-vector-store.ts';
import type { PipelineProviders } from './pipeline-providers.ts';

/** The providers behind a project's own connections, and the built-in index. */
export const connectedProviders: PipelineProviders = {
  embedding: (ctx, { connectionId, model, dimensions }) =>
    openEmbeddingProvider(ctx, { connectionId, model, dimensions: dimensions ?? null }),
  vectorStore: (ctx, choice, collection) =>
    openVectorStore(ctx, { connectionId: choice?.connectionId ?? null, collection }),
  chat: (ctx, choice) => openChatProvider(ctx, choice),
};
