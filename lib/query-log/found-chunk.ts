import { z } from 'zod';

/** A piece of text that the project knows. */
export const foundChunkSchema = z.object({
  chunk: z.string(),
  /** As the owner of the corpus registered it; empty where the chunk is known only as a hit. */
  id: z.string(),
  title: z.string(),
  source: z.string(),
  indexVersion: z.string(),
  text: z.string(),
});
export type FoundChunk = z.output<typeof foundChunkSchema>;
