import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import { quantileMeasurement } from '../measurement.ts';
import { MAX_GROUPS, type Series } from '../schema.ts';
import type { SeriesBuilder } from '../series-builder.ts';
import type { Slice } from '../slice.ts';

const kindRowSchema = z.object({ retriever: z.string(), kind: z.string(), count: z.number() });
const scoreRowSchema = z.object({
  start: z.number(),
  grp: z.string(),
  median: z.number().nullable(),
  scored: z.number(),
  all: z.number(),
});

/**
 * Adds the median top score. Scores of several retrievers or kinds are never pooled: where the slice has several,
 * the largest get a line each (returned), in place of the chart's own groups.
 */
export async function addTopScores(
  ctx: Context,
  slice: Slice,
  builder: SeriesBuilder,
): Promise<Series['scoreGroups']> {
  const { where, params } = slice.condition;
  const kinds = await ctx.stores.queryLog.rows(
    kindRowSchema,
    `SELECT toString(q.retriever) AS retriever, toString(q.score_kind) AS kind, count(q.top_score) AS count
     FROM queries AS q WHERE ${where} GROUP BY q.retriever, q.score_kind HAVING count > 0
     ORDER BY count DESC, retriever, kind LIMIT ${MAX_GROUPS}`,
    params,
  );
  const pooled = kinds.length < 2;
  const groups = pooled ? [] : kinds.map(scoreGroup);
  const place = pooled ? slice.placeSql : `${slice.startSql}, ${SCORE_GROUP} AS grp`;
  const rows = await ctx.stores.queryLog.rows(
    scoreRowSchema,
    `SELECT ${place}, quantileExactInclusive(0.5)(q.top_score) AS median, count(q.top_score) AS scored, count() AS all
     FROM queries AS q WHERE ${where} GROUP BY start, grp`,
    params,
  );
  const shown = new Set(groups.map(({ group }) => group));
  for (const row of rows) {
    if (pooled || shown.has(row.grp)) {
      builder.add('top_score', row, quantileMeasurement(row.median, row.scored, row.all));
    }
  }
  return groups;
}

const SCORE_GROUP = `concat(toString(q.retriever), ' (', toString(q.score_kind), ')')`;

function scoreGroup({
  retriever,
  kind,
  count,
}: z.infer<typeof kindRowSchema>): Series['scoreGroups'][number] {
  return {
    group: `${retriever} (${kind})`,
    label: retriever === '' ? kind : `${retriever} (${kind})`,
    count,
    filter: { retriever: [retriever] },
    retriever,
    scoreKind: kind,
  };
}
