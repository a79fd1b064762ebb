import { mayDo } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { Prisma } from '../../platform/generated/prisma/client.ts';
import type { QueryDetail } from '../schema.ts';
import { isBlind } from './blind-queries.ts';

/**
 * Whether model, scores and machine verdicts of a query are hidden from the person who asks: a queue that hides them
 * has given it to them, or may still, and they have not labelled it.
 */
export async function isMachineHidden(ctx: Context, queryId: string): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind !== 'person' || !mayDo(actor, 'labels:write')) return false;
  const hides = Prisma.sql`queue."hidesMachine"`;
  const [row] = await ctx.stores.controlPlane.prisma.$queryRaw<{ hidden: boolean }[]>`
    SELECT ${isBlind(ctx, actor.personId, Prisma.sql`${queryId}::text`, hides)} AS "hidden"`;
  return row?.hidden ?? false;
}

/** A query without what a machine is known by and what machines said of it. */
export function withoutMachine(query: QueryDetail): QueryDetail {
  return {
    ...query,
    model: '',
    promptVersion: '',
    topScore: null,
    latency: { retrievalMs: null, generationMs: null, firstTokenMs: null, totalMs: null },
    tokens: { input: null, cached: null, output: null },
    costUsd: null,
    hits: query.hits.map((hit) => ({ ...hit, score: null, scores: [] })),
    candidates: query.candidates.map((candidate) => ({ ...candidate, score: null })),
    scores: [],
    formatOk: null,
    formatReason: '',
    formatRules: [],
  };
}
