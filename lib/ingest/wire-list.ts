import { AppError } from '#lib/platform/errors.ts';
import { LIMITS } from './schema.ts';

/** The events of a body: the list under `name`, or the body itself as the only one. Throws `invalid`, `too_large`. */
export function wireList(payload: unknown, name: string): { items: unknown[]; isBatch: boolean } {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw new AppError('invalid', `The body must be one object, or {"${name}": [...]}.`);
  if (!Object.hasOwn(payload, name)) return { items: [payload], isBatch: false };
  const items = (payload as Record<string, unknown>)[name];
  if (!Array.isArray(items)) throw new AppError('invalid', `${name}: must be a list.`, { path: name });
  if (items.length > LIMITS.batchEvents)
    throw new AppError('too_large', `${name}: has more than ${LIMITS.batchEvents} entries.`, { path: name });
  return { items, isBatch: true };
}
