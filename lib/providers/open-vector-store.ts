import type { Context } from '../platform/context.ts';
import { builtInVectors } from './built-in-vectors.ts';
import { openConnection } from './open-connection.ts';
import { ProviderFault } from './provider-fault.ts';
import type { VectorStore } from './vector-store.ts';

/** What all the services take: 3 to 60 small letters, digits and single hyphens. */
const COLLECTION = /^[a-z0-9](?:[a-z0-9]|-(?=[a-z0-9])){2,59}$/;

/**
 * The vectors of one collection, through a connection of the project, or of the built-in index where `connectionId` is
 * null. Clients are loaded when first used; they are large.
 */
export async function openVectorStore(
  ctx: Context,
  input: { connectionId: string | null; collection: string; timeoutMs?: number },
): Promise<VectorStore> {
  const { connectionId, collection, ...limits } = input;
  if (!COLLECTION.test(collection)) throw new Error(`${collection} cannot be the name of a collection.`);
  if (connectionId === null) return builtInVectors(ctx.stores, ctx.project.id, collection);
  const connection = await openConnection(ctx, { id: connectionId, stage: 'retrieval' });
  switch (connection.kind) {
    case 'pinecone':
      return (await import('./pinecone-vectors.ts')).pineconeVectors(connection, collection, limits);
    case 'chroma':
      return (await import('./chroma-vectors.ts')).chromaVectors(connection, collection, limits);
    case 'qdrant':
      return (await import('./qdrant-vectors.ts')).qdrantVectors(connection, collection, limits);
    case 'weaviate':
      return (await import('./weaviate-vectors.ts')).weaviateVectors(connection, collection, limits);
    case 'openai':
      throw new ProviderFault('bad_answer', 'retrieval', `“${connection.name}” is no vector store.`);
  }
}
