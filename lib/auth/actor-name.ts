import type { Context } from '../platform/context.ts';

/** Who did it, as the lists of the project say it: the name of a person or a key. */
export function actorName({ actor }: Pick<Context, 'actor'>): string {
  return actor.kind === 'system' ? 'Faultline' : actor.name;
}
