import { createHash } from 'node:crypto';
import type { Recipe } from './schema.ts';

/**
 * Equal for recipes that put the same rows into the same files, in whatever order their fields were written: what they
 * are to train, and what that costs, is asked by the gates alone.
 */
export function recipeHash({ target, epochs, usdPerMillionTokens, ...rows }: Recipe): string {
  return createHash('sha256').update(canonical(rows)).digest('hex').slice(0, 32);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
