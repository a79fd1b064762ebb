import { z } from 'zod';
import { AppError } from '../platform/errors.ts';

/** How to page through a list: `cursor` is the last page's `nextCursor`. */
export const pagingSchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(2000).optional(),
  order: z.enum(['newest', 'oldest']).default('newest'),
});
export type Paging = z.output<typeof pagingSchema>;
export type Order = Paging['order'];

/** A place in a list of queries: two queries may start in the same millisecond, so the id decides. */
export interface Position {
  startedAtMs: number;
  id: string;
}

const positionSchema = z.tuple([z.number().int(), z.string().min(1)]);

export function encodeCursor({ startedAtMs, id }: Position): string {
  return Buffer.from(JSON.stringify([startedAtMs, id])).toString('base64url');
}

/** Throws `invalid` for anything that `encodeCursor` cannot have made. */
export function decodeCursor(cursor: string): Position {
  try {
    const [startedAtMs, id] = positionSchema.parse(
      JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')),
    );
    if (encodeCursor({ startedAtMs, id }) !== cursor) throw new Error('not canonical');
    return { startedAtMs, id };
  } catch {
    throw new AppError('invalid', 'cursor: is not one that this list gave.', { path: 'cursor' });
  }
}
