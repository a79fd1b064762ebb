import type { Attributes, AttributeValue } from '../otlp/span.ts';
import { unpacked } from './lenient-json.ts';
import { isObject, plainObject, plainValue } from './plain-value.ts';

/** What OpenInference writes in place of hidden text. */
const REDACTED = '__REDACTED__';

/** Of the keys, in their order, the first that holds a text which is neither blank nor hidden. */
export function textOf(attributes: Attributes, ...keys: string[]): string | undefined {
  for (const key of keys) {
    const value = attributes.get(key);
    if (typeof value === 'string' && value.trim() !== '' && value !== REDACTED) return value;
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  }
  return undefined;
}

/** The first of the keys that holds a finite number, or a text of one. */
export function numberOf(attributes: Attributes, ...keys: string[]): number | undefined {
  for (const key of keys) {
    const number = asNumber(plainValue(attributes.get(key)));
    if (number !== undefined) return number;
  }
  return undefined;
}

/** The first of the keys that holds a whole number from 0 on. */
export function countOf(attributes: Attributes, ...keys: string[]): number | undefined {
  for (const key of keys) {
    const count = asCount(plainValue(attributes.get(key)));
    if (count !== undefined) return count;
  }
  return undefined;
}

/** The first of the keys that is set, as a plain value; texts that hold JSON are taken apart. */
export function structureOf(attributes: Attributes, ...keys: string[]): unknown {
  for (const key of keys) {
    const value = attributes.get(key);
    if (value === undefined || value === null || value === '' || value === REDACTED) continue;
    return unpacked(plainValue(value));
  }
  return undefined;
}

/** The object under the first of the keys, if it is one. */
export function objectOf(attributes: Attributes, ...keys: string[]): Record<string, unknown> | undefined {
  const value = structureOf(attributes, ...keys);
  return isObject(value) ? value : undefined;
}

/** A list of texts, sent as an array, as JSON, or with commas. */
export function textsOf(attributes: Attributes, ...keys: string[]): string[] | undefined {
  const value = structureOf(attributes, ...keys);
  const list = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(list)) return undefined;
  const texts = list.flatMap((item) => (typeof item === 'string' && item.trim() ? [item.trim()] : []));
  return texts.length === 0 ? undefined : texts;
}

/** Everything under `prefix.`, by what follows it; undefined where there is nothing. */
export function valuesUnder(attributes: Attributes, prefix: string): Record<string, unknown> | undefined {
  const entries: [string, unknown][] = [];
  for (const [key, value] of attributes)
    if (key.startsWith(prefix)) entries.push([key.slice(prefix.length), unpacked(plainValue(value))]);
  return entries.length === 0 ? undefined : plainObject(entries);
}

export function hasKey(attributes: Attributes, ...starts: string[]): boolean {
  for (const key of attributes.keys()) if (starts.some((start) => key.startsWith(start))) return true;
  return false;
}

export function asNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() === '') return undefined;
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

export function asCount(value: unknown): number | undefined {
  const number = asNumber(value);
  return number !== undefined && number >= 0 && Number.isSafeInteger(number) ? number : undefined;
}

export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' || value === REDACTED ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

export type { Attributes, AttributeValue };
