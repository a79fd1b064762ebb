import { z } from 'zod';
import { PRESET_NAMES } from './presets.ts';
import { PROVIDER_KINDS } from './provider-kind.ts';

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !/\p{Cc}/u.test(text), 'must not have control characters');

const apiKeySchema = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(4_000, 'must have at most 4000 characters')
  .regex(/^[\x21-\x7e]+$/, 'must have no spaces and no characters that cannot stand in a header');

/** What a connection needs beside address and key; which of them, its kind says. */
export const connectionOptionsSchema = z.strictObject({
  chatModel: line(200).optional().describe('The model that answers, of OpenAI-compatible servers.'),
  embeddingModel: line(200).optional().describe('The model that makes vectors.'),
  dimensions: z.number().int().min(1).max(16_000).optional().describe('Length asked of the embedding model.'),
  index: line(100).optional().describe('The index, of Pinecone.'),
  tenant: line(100).optional().describe('Of Chroma.'),
  database: line(100).optional().describe('Of Chroma.'),
});
export type ConnectionOptions = z.output<typeof connectionOptionsSchema>;

const name = line(100).transform((text) => text.normalize('NFC'));
const baseUrl = z.string().trim().min(1, 'must not be empty').max(2_000);

export const createConnectionSchema = z.strictObject({
  name,
  preset: z.enum(PRESET_NAMES),
  baseUrl,
  options: connectionOptionsSchema.prefault({}),
  apiKey: apiKeySchema.optional().describe('Stored encrypted and never given out again.'),
});

export const saveConnectionSchema = z.strictObject({
  name: name.optional(),
  baseUrl: baseUrl.optional(),
  options: connectionOptionsSchema.optional(),
  apiKey: apiKeySchema.optional().describe('A new key. Needed with a baseUrl on another host.'),
});

/** A connection as it may be shown: of its key the last characters and when it was set. Times are ISO 8601. */
export const connectionViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(PROVIDER_KINDS),
  preset: z.string(),
  baseUrl: z.string(),
  options: connectionOptionsSchema,
  key: z.object({ ending: z.string(), setAt: z.string() }).nullable(),
  lastTest: z.object({ ok: z.boolean(), message: z.string(), at: z.string() }).nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
});
export type ConnectionView = z.output<typeof connectionViewSchema>;

/** A connection as those see it who may use but not change it. */
export const connectionChoiceSchema = connectionViewSchema.pick({
  id: true,
  name: true,
  kind: true,
  preset: true,
  options: true,
});
export type ConnectionChoice = z.output<typeof connectionChoiceSchema>;

export const connectionTestSchema = z.object({
  ok: z.boolean(),
  message: z.string().describe('What the server answered, in a sentence.'),
  at: z.string(),
});
export type ConnectionTest = z.output<typeof connectionTestSchema>;
