import { z } from 'zod';

export const FORMAT_KINDS = ['json_schema', 'regex', 'sections'] as const;
export type FormatKind = (typeof FORMAT_KINDS)[number];

/** The most that a schema may be, as JSON. */
const SCHEMA_BYTES = 64 * 1024;

export const formatDefinitionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('json_schema'),
    schema: z
      .record(z.string(), z.unknown())
      .refine((schema) => JSON.stringify(schema).length <= SCHEMA_BYTES, 'is larger than 64 KiB')
      .describe('JSON Schema, draft 7, or 2020-12 where $schema says so.'),
    allowFence: z
      .boolean()
      .default(true)
      .describe('Whether the JSON may stand in a Markdown code block of its own.'),
  }),
  z.strictObject({
    kind: z.literal('regex'),
    pattern: z
      .string()
      .min(1)
      .max(500)
      .describe(
        'RE2 syntax; found anywhere in the answer, so write ^ and $ where it must be the whole of it.',
      ),
    ignoreCase: z.boolean().default(false),
    multiline: z.boolean().default(false).describe('Whether ^ and $ stand for the ends of lines.'),
    dotAll: z.boolean().default(false).describe('Whether . also stands for a line break.'),
  }),
  z.strictObject({
    kind: z.literal('sections'),
    sections: z.array(z.string().trim().min(1).max(200)).min(1).max(50),
    inOrder: z.boolean().default(false),
  }),
]);
export type FormatDefinition = z.output<typeof formatDefinitionSchema>;

/** A rule as the settings page sends it. Saved under a known name it becomes the next version of that rule. */
export const saveFormatRuleSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'is needed')
    .max(100)
    .refine((name) => !name.includes('@'), 'must be without @, which stands before the version'),
  promptVersions: z.array(z.string().min(1).max(512)).max(50).default([]),
  definition: formatDefinitionSchema,
});
export type SaveFormatRule = z.input<typeof saveFormatRuleSchema>;

export const formatRuleSchema = z.object({
  id: z.string(),
  name: z.string(),
  version: z.number(),
  promptVersions: z.array(z.string()),
  definition: formatDefinitionSchema,
  createdBy: z.string(),
  createdAt: z.string(),
});
export type FormatRule = z.output<typeof formatRuleSchema>;
/** The rules in force, by name. */
export const formatRuleListSchema = z.object({ items: z.array(formatRuleSchema) });

/** What a rule says of answers: the test box of the settings page. */
export const testFormatRuleSchema = z.strictObject({
  promptVersions: saveFormatRuleSchema.shape.promptVersions,
  definition: formatDefinitionSchema,
  answer: z.string().max(262_144).optional().describe('Tested instead of recent answers.'),
});
export const testedFormatSchema = z.object({
  checked: z.number(),
  failed: z.number(),
  /** The answers tried, the latest first; `reason` empty where the rule holds. */
  answers: z.array(
    z.object({
      id: z.string().nullable(),
      startedAt: z.string().nullable(),
      excerpt: z.string(),
      outcome: z.enum(['ok', 'failed', 'unchecked']),
      reason: z.string(),
    }),
  ),
});
export type TestedFormat = z.output<typeof testedFormatSchema>;

export function formatRuleView(row: {
  id: string;
  name: string;
  version: number;
  promptVersions: string[];
  definition: unknown;
  createdBy: string;
  createdAt: Date;
}): FormatRule {
  const { id, name, version, promptVersions, createdBy } = row;
  const definition = formatDefinitionSchema.parse(row.definition);
  return { id, name, version, promptVersions, definition, createdBy, createdAt: row.createdAt.toISOString() };
}
