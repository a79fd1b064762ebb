import { faultWith } from './fault-of.ts';
import type { OpenedConnection } from './opened-connection.ts';
import { unitVector } from './unit-vector.ts';
import type { VectorCallOptions, VectorMatch, VectorRecord } from './vector-store.ts';

export const VECTOR_TIMEOUT_MS = 20_000;
/** JSON writes a number of a vector in about this many bytes. */
const BYTES_PER_NUMBER = 13;
const BATCH_BYTES = 1_500_000;

export interface VectorCalls {
  call<T>(work: () => Promise<T>, options?: VectorCallOptions): Promise<T>;
  fault(...words: Parameters<typeof faultWith> extends [unknown, ...infer Rest] ? Rest : never): Error;
  /** Throws `wrong_dimension` for a vector of another length than `expected`, where that is known. */
  requireLength(expected: number | null, vector: Float32Array): void;
}

/** What the clients of vector stores have in common: their calls, their faults, the check of lengths. */
export function vectorCalls(
  connection: OpenedConnection,
  collection: string,
  timeoutMs = VECTOR_TIMEOUT_MS,
): VectorCalls {
  const about = { stage: 'retrieval', target: collection, targetKind: 'index' } as const;
  const fault: VectorCalls['fault'] = (...words) =>
    faultWith({ connection: connection.name, ...about }, ...words);
  return {
    call: (work, options) => connection.wire.call({ ...about, timeoutMs, signal: options?.signal }, work),
    fault,
    requireLength: (expected, vector) => {
      if (expected !== null && vector.length !== expected)
        throw fault('wrong_dimension', lengthWords(vector.length, expected));
    },
  };
}

export function lengthWords(sent: number, expected: number): string {
  return `holds vectors of ${expected} numbers, and the embedding model makes ${sent}. Choose the model that the index was made with, or index again.`;
}

/** As many as fit in a request of two megabytes, the smallest limit of the services. */
export function vectorBatches(records: readonly VectorRecord[], most = 100): VectorRecord[][] {
  const length = records[0]?.vector.length ?? 1;
  const size = Math.max(1, Math.min(most, Math.floor(BATCH_BYTES / (length * BYTES_PER_NUMBER))));
  const batches: VectorRecord[][] = [];
  for (let at = 0; at < records.length; at += size)
    batches.push(records.slice(at, at + size).map((one) => ({ ...one, vector: unitVector(one.vector) })));
  return batches;
}

/** The nearest first; of equal ones the smaller id first, so that the same question has the same answer. */
export function inOrder(matches: VectorMatch[]): VectorMatch[] {
  return matches.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
