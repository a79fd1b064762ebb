import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';

/** The person who asks. Throws `forbidden` for keys and jobs: a queue's items go to people only. */
export function requirePerson(ctx: Context): { personId: string; name: string } {
  if (ctx.actor.kind === 'person') return ctx.actor;
  throw new AppError(
    'forbidden',
    'Only a signed-in person works on queue items. With an API key, send labels to POST /api/v1/labels.',
  );
}
