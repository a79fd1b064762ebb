import { requirePermission } from '#lib/auth/permissions.ts';
import type { Context } from '#lib/platform/context.ts';
import type { IngestAnswer } from './schema.ts';
import { storeScores } from './store-scores.ts';
import { wireList } from './wire-list.ts';

/** Stores one score or `{"scores": [...]}` (parsed JSON, changed in place) as `storeScores` says. */
export async function logScores(ctx: Context, payload: unknown): Promise<IngestAnswer> {
  requirePermission(ctx, 'queries:write');
  return storeScores(ctx, wireList(payload, 'scores').items);
}
