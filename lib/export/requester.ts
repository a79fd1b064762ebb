import type { Actor } from '../platform/context.ts';

export const EXPORT_JOB = 'export';

const PERSON = 'person:';

/** Who asked for an export, as it is stored with it. */
export function requesterOf(actor: Actor): string {
  if (actor.kind === 'person') return PERSON + actor.personId;
  return actor.kind === 'key' ? `key:${actor.keyId}` : 'system';
}

/** The person's id; undefined where a key or the system asked. */
export function requestingPerson(requestedBy: string): string | undefined {
  return requestedBy.startsWith(PERSON) ? requestedBy.slice(PERSON.length) : undefined;
}
