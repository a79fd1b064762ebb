import type { AttributeValue } from '../otlp/span.ts';

const DEEPEST = 64;

/**
 * An attribute value as JSON would have it: maps become objects without a prototype, so that no key of theirs
 * means anything, bytes become base64, large integers text.
 */
export function plainValue(value: AttributeValue | undefined, depth = 0): unknown {
  if (value === undefined || depth > DEEPEST) return null;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((item) => plainValue(item, depth + 1));
  return plainObject([...value].map(([key, item]) => [key, plainValue(item, depth + 1)]));
}

/** An object without a prototype. */
export function plainObject(entries: Iterable<[string, unknown]>): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, value] of entries) object[key] = value;
  return object;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property: what a prototype has was not sent. */
export function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
