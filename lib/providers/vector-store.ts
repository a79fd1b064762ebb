export type VectorMetadata = Record<string, string | number | boolean>;

export interface VectorRecord {
  id: string;
  vector: Float32Array;
  metadata?: VectorMetadata;
}

export interface VectorMatch {
  id: string;
  /** Cosine similarity, -1 to 1, higher is nearer, whatever the store counts in. */
  score: number;
  /** Only where `withVectors` asked for it. */
  vector: Float32Array | null;
  metadata: VectorMetadata;
}

export interface VectorQuery {
  vector: Float32Array;
  topK: number;
  /** Candidates need theirs for maximal marginal relevance. */
  withVectors?: boolean;
  signal?: AbortSignal;
}

export interface VectorStoreState {
  /** Null while the collection does not exist or says nothing of it. */
  dimensions: number | null;
  count: number;
}

export interface VectorCallOptions {
  signal?: AbortSignal;
}

/**
 * The vectors of one collection. Ids are the caller's; the texts stay with the caller. Every call throws ProviderFault
 * with stage `retrieval`: `wrong_dimension` for a vector of another length, before it is sent where the length is known,
 * and `missing_index` where the collection is not there.
 */
export interface VectorStore {
  readonly collection: string;
  /** Makes the collection where it is missing, and throws `wrong_dimension` where it has another length. */
  prepare(dimensions: number, options?: VectorCallOptions): Promise<void>;
  describe(options?: VectorCallOptions): Promise<VectorStoreState>;
  /** Writes over what has the same id. In batches, one after the other. */
  upsert(records: readonly VectorRecord[], options?: VectorCallOptions): Promise<void>;
  /** The nearest first; of equal ones the smaller id first. */
  query(query: VectorQuery): Promise<VectorMatch[]>;
  delete(ids: readonly string[], options?: VectorCallOptions): Promise<void>;
  count(options?: VectorCallOptions): Promise<number>;
  /** Removes the whole collection; harmless where it is not there. */
  drop(options?: VectorCallOptions): Promise<void>;
}
