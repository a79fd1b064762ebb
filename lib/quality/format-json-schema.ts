import { Ajv, type ErrorObject } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FormatCheck } from './checked-format.ts';
import { compilePattern } from './format-pattern.ts';
import type { FormatDefinition } from './format-schema.ts';

/** A whole answer in a Markdown code block. */
const FENCE = /^\s*```[\w-]*[ \t]*\r?\n([\s\S]*?)\r?\n?```\s*$/;

/**
 * Reads the answer as JSON and checks it against the schema. Throws for a schema that is none, with the place in it.
 * Nothing is fetched: a `$ref` must lie within the schema.
 */
export function jsonSchemaCheck({
  schema,
  allowFence,
}: Extract<FormatDefinition, { kind: 'json_schema' }>): FormatCheck {
  const validate = newAjv(String(schema.$schema ?? '')).compile(schema);
  return (answer) => {
    const text = allowFence ? (FENCE.exec(answer)?.[1] ?? answer) : answer;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return text.trim() === '' ? 'is empty, not JSON' : 'is not JSON';
    }
    if (validate(value)) return '';
    return reasonOf(validate.errors?.[0]);
  };
}

/** Draft 7 unless the schema names draft 2020-12. Stops at the first error; patterns run in linear time, and so does `uniqueItems`, unlike ajv's own. */
function newAjv(draft: string): Ajv {
  const Draft = draft.includes('2020-12') ? Ajv2020 : Ajv;
  const ajv = new Draft({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allowUnionTypes: true,
    validateSchema: true,
    logger: false,
    code: { regExp: Object.assign(linearPattern, { code: 'linearPattern' }) },
  });
  addFormats.default(ajv, { mode: 'fast' });
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    error: { message: 'must not have the same item twice' },
    validate: (unique: boolean, items: readonly unknown[]) =>
      !unique || new Set(items.map(canonicalJson)).size === items.length,
  });
  return ajv;
}

function linearPattern(pattern: string) {
  const compiled = compilePattern(pattern);
  return { test: (text: string) => compiled.matcher(text).find() };
}

/** The same text for values that JSON Schema holds equal. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** "/items/0 must have required property 'price'"; the whole answer has no place. */
function reasonOf(error: ErrorObject | undefined): string {
  if (error === undefined) return 'does not follow the schema';
  const { instancePath, message = 'does not follow the schema', params, keyword } = error;
  const what =
    keyword === 'enum'
      ? `${message}: ${JSON.stringify(params.allowedValues)}`
      : keyword === 'additionalProperties'
        ? `${message}: ${JSON.stringify(params.additionalProperty)}`
        : message;
  return instancePath === '' ? what : `${instancePath} ${what}`;
}
