export interface EmbedOptions {
  signal?: AbortSignal;
}

/** A model that turns texts into vectors. */
export interface EmbeddingProvider {
  readonly model: string;
  /** Length of a vector; null until the first answer where the connection does not say. */
  readonly dimensions: number | null;
  /**
   * One vector for each text, in order; as many requests as the provider's limits need, one after the other. Throws
   * ProviderFault with stage `retrieval`; `wrong_dimension` where a vector's length is not the one of `dimensions`.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
}
