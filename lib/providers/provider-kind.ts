export const PROVIDER_KINDS = ['openai', 'pinecone', 'chroma', 'qdrant', 'weaviate'] as const;
export type ProviderKind = (typeof PROVIDER_KINDS)[number];
