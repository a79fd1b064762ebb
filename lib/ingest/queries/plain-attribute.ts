import type { AttributeValue } from '../otlp/span.ts';

const SHOWN_CHARACTERS = 2_000;

/** An attribute as text to be read: strings as they are, the rest as JSON. Cut at 2,000 characters. */
export function plainAttribute(value: AttributeValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(plain(value));
  return text.length <= SHOWN_CHARACTERS ? text : `${text.slice(0, SHOWN_CHARACTERS).toWellFormed()}…`;
}

function plain(value: AttributeValue): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return [...value].map(([key, inner]) => [key, plain(inner)]);
  return value;
}
