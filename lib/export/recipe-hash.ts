import { createHash } from 'node:crypto';
import type { Recipe } from './schema.ts';

/** Equal for equal recipes, in whatever order their fields were written. */
export function recipeHash(recipe: Recipe): string {
  return createHash('sha256').update(canonical(recipe)).digest('hex').slice(0, 32);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}
