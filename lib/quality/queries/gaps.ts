import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Gap as GapModel, GapWording } from '../../platform/generated/prisma/client.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import { type Gap, type GapList, type GapParams, gapParamsSchema } from '../gap-schema.ts';
import { REAL } from './gap-evidence.ts';

const MAX_GAPS = 5000;

/**
 * The project's gaps, the most asked first. To somebody who must still judge a query unseen, what others said of it
 * makes no gap and closes none.
 */
export async function listGaps(ctx: Context, input: GapParams = {}): Promise<GapList> {
  requirePermission(ctx, 'quality:read');
  const { state, limit } = gapParamsSchema.parse(input);
  const [gaps, people] = await Promise.all([seenGaps(ctx), peopleOf(ctx)]);
  const wanted = gaps.filter((gap) => state === 'all' || gap.state === state);
  const open = gaps.filter((gap) => gap.state === 'open');
  return {
    items: wanted.slice(0, limit),
    total: wanted.length,
    open: open.length,
    closed: gaps.length - open.length,
    openQueries: open.reduce((sum, { queries }) => sum + queries, 0),
    people,
  };
}

function peopleOf(ctx: Context): Promise<{ id: string; name: string }[]> {
  return ctx.stores.controlPlane.prisma.person.findMany({
    where: { projectId: ctx.project.id, removedAt: null },
    select: { id: true, name: true },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
}

async function seenGaps(ctx: Context): Promise<Gap[]> {
  const projectId = ctx.project.id;
  const [rows, people, hidden] = await Promise.all([
    ctx.stores.controlPlane.prisma.gap.findMany({
      where: { projectId },
      include: { wordings: { orderBy: [{ queries: 'desc' }, { lastSeenAt: 'desc' }] } },
      orderBy: [{ queries: 'desc' }, { id: 'asc' }],
      take: MAX_GAPS,
    }),
    ctx.stores.controlPlane.prisma.person.findMany({
      where: { projectId },
      select: { id: true, name: true },
    }),
    hiddenLabels(ctx),
  ]);
  const seen: Seen = {
    unseen: await labelledUnseen(ctx, hidden.queries),
    hiddenQueries: new Set(hidden.queries),
    names: new Map(people.map(({ id, name }) => [id, name])),
  };
  return rows.flatMap((row) => seenGap(row, seen)).sort((a, b) => b.queries - a.queries);
}

interface Seen {
  /** By question hash. */
  unseen: ReadonlyMap<string, z.output<typeof unseenSchema>>;
  hiddenQueries: ReadonlySet<string>;
  /** Of people, by id. */
  names: ReadonlyMap<string, string>;
}
type GapRow = GapModel & { wordings: GapWording[] };

/** A gap without what the reader may not see; none where nothing else makes it. */
function seenGap(row: GapRow, { unseen, hiddenQueries, names }: Seen): Gap[] {
  const wordings = row.wordings
    .map(({ questionHash, question, queries, lastQueryId, lastSeenAt }) => ({
      question,
      queries: queries - (unseen.get(questionHash)?.labelsAlone ?? 0),
      queryId: lastQueryId,
      lastSeenAt: lastSeenAt.toISOString(),
    }))
    .filter(({ queries }) => queries > 0)
    .sort((a, b) => b.queries - a.queries);
  const [first] = wordings;
  if (first === undefined) return [];
  const hiddenLabelled = row.wordings.reduce(
    (sum, { questionHash }) => sum + (unseen.get(questionHash)?.labels ?? 0),
    0,
  );
  const { closedAt, closedQueryId } = row;
  const isSeen = closedQueryId !== null && !hiddenQueries.has(closedQueryId);
  return [
    {
      id: row.id,
      title: first.question,
      state: row.state === 'closed' && isSeen ? 'closed' : 'open',
      owner:
        row.ownerId === null ? null : { id: row.ownerId, name: names.get(row.ownerId) ?? 'Former member' },
      queries: wordings.reduce((sum, { queries }) => sum + queries, 0),
      zeroHits: row.zeroHits,
      missing: Math.max(0, row.missing - hiddenLabelled),
      firstSeenAt: row.firstSeenAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      closed:
        closedAt === null || !isSeen
          ? null
          : {
              at: closedAt.toISOString(),
              by: row.closedBy === 'replay' ? 'replay' : 'occurrences',
              queryId: closedQueryId,
            },
      reopened: row.reopened,
      wordings,
    },
  ];
}

const unseenSchema = z.object({
  question: z.string(),
  /** Queries with a label that the reader may not see; of these, those that nothing else makes part of the gap. */
  labels: z.number(),
  labelsAlone: z.number(),
});

async function labelledUnseen(
  ctx: Context,
  queryIds: readonly string[],
): Promise<Map<string, z.output<typeof unseenSchema>>> {
  if (queryIds.length === 0) return new Map();
  const rows = await ctx.stores.queryLog.rows(
    unseenSchema,
    `SELECT q.question_hash AS question, count() AS labels,
       countIf(NOT (q.zero_hit AND q.error_stage != 'retrieval')) AS labelsAlone
     FROM queries AS q
     WHERE q.project_id = {project:String} AND ${REAL} AND q.query_id IN {ids:Array(String)} AND q.query_id IN (
       SELECT query_id FROM query_labels WHERE project_id = {project:String} AND failure = 'missing_knowledge')
     GROUP BY question`,
    { project: ctx.project.id, ids: queryIds },
  );
  return new Map(rows.map((row) => [row.question, row]));
}
