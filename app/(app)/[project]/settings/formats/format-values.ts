import type { FormatDefinition, FormatKind, FormatRule } from '#lib/quality/format-schema.ts';

export const KIND_WORDS: Record<FormatKind, string> = {
  json_schema: 'JSON schema',
  regex: 'Regular expression',
  sections: 'Required sections',
};

/** What the form holds: every kind's fields, so that changing the kind loses nothing. */
export interface FormatValues {
  name: string;
  promptVersions: string[];
  kind: FormatKind;
  schema: string;
  allowFence: boolean;
  pattern: string;
  ignoreCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  sections: string[];
  inOrder: boolean;
}

const EMPTY: FormatValues = {
  name: '',
  promptVersions: [],
  kind: 'json_schema',
  schema: '{\n  "type": "object",\n  "required": ["answer"]\n}',
  allowFence: true,
  pattern: '',
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  sections: [],
  inOrder: false,
};

/** The fields for a rule; those of a new one without it. */
export function valuesOf(rule?: FormatRule): FormatValues {
  if (rule === undefined) return EMPTY;
  const { name, promptVersions, definition } = rule;
  const own = { ...EMPTY, name, promptVersions, kind: definition.kind };
  if (definition.kind === 'json_schema')
    return {
      ...own,
      schema: JSON.stringify(definition.schema, null, 2),
      allowFence: definition.allowFence,
    };
  const { kind: _, ...rest } = definition;
  return { ...own, ...rest };
}

/** The definition that the fields say; a sentence where they say none. */
export function definitionOf(values: FormatValues): FormatDefinition | string {
  const { kind } = values;
  if (kind === 'regex') {
    const { pattern, ignoreCase, multiline, dotAll } = values;
    return pattern === '' ? 'Write the pattern.' : { kind, pattern, ignoreCase, multiline, dotAll };
  }
  if (kind === 'sections') {
    const { sections, inOrder } = values;
    return sections.length === 0 ? 'Name at least one section.' : { kind, sections, inOrder };
  }
  try {
    const schema: unknown = JSON.parse(values.schema);
    return typeof schema === 'object' && schema !== null && !Array.isArray(schema)
      ? { kind, schema: schema as Record<string, unknown>, allowFence: values.allowFence }
      : 'The schema must be an object in braces.';
  } catch (error) {
    return `The schema is not JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What a rule asks, in a line. */
export function definitionWords(definition: FormatDefinition): string {
  switch (definition.kind) {
    case 'json_schema':
      return `JSON that follows a schema${definition.allowFence ? ', also in a code block' : ''}`;
    case 'regex':
      return `matches ${definition.pattern}`;
    case 'sections':
      return `${definition.inOrder ? 'in this order: ' : ''}${definition.sections.join(', ')}`;
  }
}
