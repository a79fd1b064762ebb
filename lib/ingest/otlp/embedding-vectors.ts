import type { Attributes, AttributeValue, Span } from './span.ts';

/** Keys under which some dialect writes a vector. */
const VECTOR_KEY =
  /(^|[._])(vectors?|embeddings?)(\.\d+)?$|^db\.query\.embeddings|^(db\.vector|pinecone)\..*\.values(\.\d+)?$/;
/** No embedding is shorter, and few other lists of numbers are as long. */
const FEWEST_NUMBERS = 64;
const NUMBER_RUN = /\[\s*(?:-?\d[\d.eE+-]*\s*,\s*){63,}-?\d[\d.eE+-]*\s*\]/g;

/**
 * The span without embedding vectors, of whatever dialect: they are large, and nothing here reads them. A vector
 * inside a JSON text is replaced by a word on its length. The span itself is returned where it has none.
 */
export function dropVectors(span: Span): Span {
  const attributes = withoutVectors(span.attributes);
  const events = span.events.map((event) => {
    const kept = withoutVectors(event.attributes);
    return kept === event.attributes ? event : { ...event, attributes: kept };
  });
  const isSame = attributes === span.attributes && events.every((event, i) => event === span.events[i]);
  return isSame ? span : { ...span, attributes, events };
}

function withoutVectors(attributes: Attributes): Attributes {
  let isChanged = false;
  const kept = new Map<string, AttributeValue>();
  for (const [key, value] of attributes) {
    const rest = isVectorKey(key, value) ? undefined : withoutVector(value);
    if (rest !== value) isChanged = true;
    if (rest !== undefined) kept.set(key, rest);
  }
  return isChanged ? kept : attributes;
}

/** A key alone does not tell: the text of `ai.value` is to be kept, a list of numbers under it is not. */
function isVectorKey(key: string, value: AttributeValue): boolean {
  if (!VECTOR_KEY.test(key)) return false;
  if (value instanceof Uint8Array) return true;
  if (typeof value === 'number') return /\.\d+$/.test(key);
  if (typeof value === 'string') return /^\s*\[[\s\d.,eE+[\]-]*\]\s*$/.test(value);
  return Array.isArray(value) && value.length > 0 && value.every((item) => isVector(item, 1));
}

function withoutVector(value: AttributeValue): AttributeValue | undefined {
  if (typeof value === 'string') return withoutVectorText(value);
  if (Array.isArray(value)) {
    if (isVector(value, FEWEST_NUMBERS)) return undefined;
    const kept = value.flatMap((item) => withoutVector(item) ?? []);
    return kept.length === value.length && kept.every((item, i) => item === value[i]) ? value : kept;
  }
  return value instanceof Map ? withoutVectors(value) : value;
}

/** Numbers, most of which have a fraction, or a text of them. */
function isVector(value: AttributeValue, fewest: number): boolean {
  if (typeof value === 'number') return fewest <= 1;
  if (typeof value === 'string') return /^\s*\[[\s\d.,eE+-]*\]\s*$/.test(value);
  if (!Array.isArray(value) || value.length < fewest) return false;
  if (!value.every((item) => typeof item === 'number')) return false;
  return fewest <= 1 || value.filter((item) => !Number.isInteger(item)).length * 2 > value.length;
}

function withoutVectorText(text: string): string {
  if (text.length < FEWEST_NUMBERS * 2 || !text.includes('[')) return text;
  return text.replace(NUMBER_RUN, (run) => {
    const numbers = run.split(',');
    const fractions = numbers.filter((number) => /[.e]/i.test(number)).length;
    return fractions * 2 > numbers.length ? `"vector of ${numbers.length} numbers"` : run;
  });
}
