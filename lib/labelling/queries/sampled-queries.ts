import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { priorityClass } from '../priority-class.ts';

/** A query of the project's random sample, labelled or not. */
export interface SampledQuery {
  queryId: string;
  /** Inclusion probability over all runs. */
  pi: number;
  /** What gave it that probability: the words of `priorityClass`. */
  class: string;
  /** Somebody gave it back unlabelled, or three people did and it left its queue. */
  skipped: boolean;
  /** Taken out as not a real query, and labelled by nobody. */
  removed: boolean;
}

interface Row {
  queryId: string;
  runId: string;
  weight: number;
  pi: number;
  skipped: boolean;
  removed: boolean;
}

/** The project's random sample over all queues, with what was taken out of it. */
export async function readSampledQueries(ctx: Context): Promise<SampledQuery[]> {
  requirePermission(ctx, 'quality:read');
  const { prisma } = ctx.stores.controlPlane;
  const { id } = ctx.project;
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT drawn.*, fate."skipped", fate."removed"
    FROM (
      SELECT DISTINCT ON (item."queryId") item."queryId", selection."runId", selection."weight",
        least(1, selection."weight" * selection."threshold") AS "pi"
      FROM "Selection" AS selection
      JOIN "QueueItem" AS item ON item."id" = selection."itemId"
      JOIN "Queue" AS queue ON queue."id" = item."queueId"
      WHERE queue."projectId" = ${id}
      ORDER BY item."queryId", "pi" DESC, selection."runId") AS drawn
    JOIN (
      SELECT item."queryId", bool_or(item."state" = 'removed') AND NOT bool_or(item."state" = 'done') AS "removed",
        bool_or(item."state" = 'unjudged' OR skip."queryId" IS NOT NULL) AS "skipped"
      FROM "QueueItem" AS item
      JOIN "Queue" AS queue ON queue."id" = item."queueId"
      LEFT JOIN "QuerySkip" AS skip ON skip."queueId" = item."queueId"
        AND skip."queryId" = item."queryId"
      WHERE queue."projectId" = ${id} AND item."goldFor" = ''
      GROUP BY item."queryId") AS fate ON fate."queryId" = drawn."queryId"`;
  const runs = await prisma.queueRun.findMany({
    where: { queue: { projectId: id } },
    select: { id: true, rules: true },
  });
  const rules = new Map(runs.map((run) => [run.id, run.rules]));
  const classes = new Map<string, string>();
  return rows.map(({ runId, weight, ...row }) => {
    const key = `${runId} ${weight}`;
    const name = classes.get(key) ?? priorityClass(rules.get(runId), weight);
    classes.set(key, name);
    return { ...row, class: name };
  });
}
