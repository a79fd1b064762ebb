import type { Context } from '../platform/context.ts';

/** Who made something, as it is shown: the name of a person or a key. */
export function requesterName({ actor }: Context): string {
  return actor.kind === 'system' ? 'Faultline' : actor.name;
}
