import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { hiddenLabels } from '../../query-log/queries/hidden-labels.ts';
import { type Gap, type GapList, type GapParams, gapParamsSchema } from '../gap-schema.ts';

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
  const unseen = await labelledUnseen(ctx, hidden.queries);
  const hiddenQueries = new Set(hidden.queries);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return rows
    .map((row): Gap => {
      const of = (part: 'labels' | 'labelsAlone') =>
        row.wordings.reduce((sum, { questionHash }) => sum + (unseen.get(questionHash)?.[part] ?? 0), 0);
      const isSeen = row.closedQueryId !== null && !hiddenQueries.has(row.closedQueryId);
      return {
        id: row.id,
        title: row.title,
        state: row.state === 'closed' && isSeen ? 'closed' : 'open',
        owner:
          row.ownerId === null ? null : { id: row.ownerId, name: names.get(row.ownerId) ?? 'Former member' },
        queries: row.queries - of('labelsAlone'),
        zeroHits: row.zeroHits,
        missing: row.missing - of('labels'),
        firstSeenAt: row.firstSeenAt.toISOString(),
        lastSeenAt: row.lastSeenAt.toISOString(),
        closed:
          row.closedAt === null || row.closedQueryId === null || !isSeen
            ? null
            : {
                at: row.closedAt.toISOString(),
                by: row.closedBy === 'replay' ? 'replay' : 'occurrences',
                queryId: row.closedQueryId,
              },
        reopened: row.reopened,
        wordings: row.wordings
          .map(({ questionHash, question, queries, lastQueryId, lastSeenAt }) => ({
            question,
            queries: queries - (unseen.get(questionHash)?.labelsAlone ?? 0),
            queryId: lastQueryId,
            lastSeenAt: lastSeenAt.toISOString(),
          }))
          .filter(({ queries }) => queries > 0),
      };
    })
    .filter(({ wordings }) => wordings.length > 0)
    .map((gap) => ({ ...gap, title: gap.wordings[0]?.question ?? gap.title }))
    .sort((a, b) => b.queries - a.queries);
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
     WHERE q.project_id = {project:String} AND q.query_id IN {ids:Array(String)} AND q.query_id IN (
       SELECT query_id FROM query_labels WHERE project_id = {project:String} AND failure = 'missing_knowledge')
     GROUP BY question`,
    { project: ctx.project.id, ids: queryIds },
  );
  return new Map(rows.map((row) => [row.question, row]));
}
