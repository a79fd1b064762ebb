import { chunkingSchema, type KnowledgeBaseView } from '#lib/pipeline/schema.ts';

/** What the form holds; an empty text is none. */
export function settingsOf({ chunking, embedding, vectorStore, answering }: KnowledgeBaseView) {
  const { retrieval, zeroHits, chat, promptVersion } = answering;
  return {
    ...chunking,
    embeddingConnection: embedding?.connectionId ?? '',
    embeddingModel: embedding?.model ?? '',
    vectorStore: vectorStore?.connectionId ?? '',
    mode: retrieval.mode,
    k: retrieval.k,
    fetchK: retrieval.fetchK,
    lambda: retrieval.lambda,
    lexicalWeight: retrieval.lexicalWeight,
    threshold: (retrieval.threshold ?? '') as number | '',
    zeroHits,
    chatConnection: chat?.connectionId ?? '',
    chatModel: chat?.model ?? '',
    promptVersion,
  };
}
export type SettingsValues = ReturnType<typeof settingsOf>;

/** Why chunks cannot overlap so much, as a sentence; undefined where they can. */
export function overlapFault({ strategy, limit, overlap }: SettingsValues): string | undefined {
  const { error } = chunkingSchema.safeParse({ strategy, limit, overlap });
  const fault = error?.issues.find(({ code, path }) => code === 'custom' && path[0] === 'overlap');
  return fault === undefined ? undefined : `Overlap ${fault.message}.`;
}

/** The change that the API takes; what the form does not show stays as the base has it. */
export function settingsBody(values: SettingsValues, base: KnowledgeBaseView) {
  const { strategy, limit, overlap, zeroHits, promptVersion } = values;
  const { mode, k, fetchK, lambda, lexicalWeight, threshold } = values;
  const { embedding } = base;
  const sameModel =
    embedding?.connectionId === values.embeddingConnection && embedding.model === values.embeddingModel;
  return {
    chunking: { strategy, limit, overlap },
    embedding:
      values.embeddingConnection === ''
        ? null
        : {
            connectionId: values.embeddingConnection,
            model: values.embeddingModel,
            dimensions: sameModel ? (embedding.dimensions ?? null) : null,
          },
    vectorStore: values.vectorStore === '' ? null : { connectionId: values.vectorStore },
    answering: {
      retrieval: {
        mode,
        k,
        fetchK,
        lambda,
        lexicalWeight,
        threshold: threshold === '' ? null : threshold,
      },
      zeroHits,
      chat:
        values.chatConnection === ''
          ? null
          : { connectionId: values.chatConnection, model: values.chatModel },
      promptVersion,
    },
  };
}
