import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import { LABELLED_KEYS, SEEN_LABELS } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { ASSUMED_LABEL_SECONDS, expectedHalfWidth } from '../../statistics/label-sample-size.ts';
import { quantileOfSorted } from '../../statistics/quantile.ts';
import type { LabelProgress } from '../schema.ts';

const SAMPLE_SIZE = 50;
/** What a sample is planned for: a fifth of the answers failing. */
const ASSUMED_FAILURE_RATE = 0.2;
const MIN_TIMED_LABELS = 10;
const LATEST_LABELS = 1000;

/** How many of the `queries` of the slice are labelled, and what 50 labels at random would cost and give. */
export async function labelProgress(ctx: Context, filter: Filter, queries: number): Promise<LabelProgress> {
  requirePermission(ctx, 'quality:read');
  const condition = await filterCondition(ctx, filter);
  const [labelled, seconds] = await Promise.all([countLabelled(ctx, condition), activeSeconds(ctx)]);
  const secondsAreAssumed = seconds.length < MIN_TIMED_LABELS;
  const secondsPerLabel = secondsAreAssumed ? ASSUMED_LABEL_SECONDS : quantileOfSorted(seconds, 0.5);
  const sampleSize = Math.min(SAMPLE_SIZE, queries);
  const minutes = Math.ceil((sampleSize * secondsPerLabel) / 60);
  const halfWidth = expectedHalfWidth(sampleSize, ASSUMED_FAILURE_RATE);
  return {
    queries,
    ...labelled,
    offer: {
      sampleSize,
      secondsPerLabel,
      secondsAreAssumed,
      minutes,
      halfWidth,
      assumedRate: ASSUMED_FAILURE_RATE,
      text: offerText({ sampleSize, secondsPerLabel, secondsAreAssumed, minutes, halfWidth }),
    },
  };
}

function offerText(offer: Omit<LabelProgress['offer'], 'text' | 'assumedRate'>): string {
  const pace = `${Math.round(offer.secondsPerLabel)} s each`;
  const basis = offer.secondsAreAssumed ? `assuming ${pace}` : `at ${pace}, the median here`;
  const points = Math.round(offer.halfWidth * 100);
  return `About ${offer.minutes} min, ${basis}. If ${ASSUMED_FAILURE_RATE * 100}\u00a0% of the answers fail, the rate will be known to within about ${points} points.`;
}

const labelledSchema = z.object({ labelled: z.number(), randomLabelled: z.number() });

async function countLabelled(
  ctx: Context,
  { where, params }: FilterSql,
): Promise<z.infer<typeof labelledSchema>> {
  const [row] = await ctx.stores.queryLog.rows(
    labelledSchema,
    `SELECT count() AS labelled, countIf(isNotNull(l.pi)) AS randomLabelled FROM queries AS q
     INNER JOIN (SELECT * FROM query_labels WHERE ${SEEN_LABELS} AND verdict != '') AS l
       ON l.query_id = q.query_id
     PREWHERE (q.bucket, q.query_id) IN (${LABELLED_KEYS}) WHERE ${where}`,
    params,
  );
  return row ?? { labelled: 0, randomLabelled: 0 };
}

/** How long the latest labels of the project took, ascending. */
async function activeSeconds(ctx: Context): Promise<number[]> {
  const labels = await ctx.stores.controlPlane.prisma.label.findMany({
    where: { projectId: ctx.project.id, activeSeconds: { not: null } },
    select: { activeSeconds: true },
    orderBy: { createdAt: 'desc' },
    take: LATEST_LABELS,
  });
  return labels.flatMap(({ activeSeconds }) => activeSeconds ?? []).sort((a, b) => a - b);
}
