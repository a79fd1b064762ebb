import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import { CELLS, type Filter } from '../../query-log/filter.ts';
import { DEFAULT_K, type FilterSql, filterSql } from '../../query-log/filter-sql.ts';
import {
  ANSWER_STATE,
  LABELLED_KEYS,
  LABELLED_QUERIES,
  RETRIEVAL_STATE,
} from '../../query-log/labelled-queries.ts';
import { labelRate, sampleOf } from '../label-sample.ts';
import type { Quadrant } from '../schema.ts';
import { CLUSTER } from './label-rows.ts';
import { stateCounts } from './state-counts.ts';

const PAIRS = [
  { retrieval: 'good', answer: 'good' },
  { retrieval: 'good', answer: 'bad' },
  { retrieval: 'bad', answer: 'good' },
  { retrieval: 'bad', answer: 'bad' },
] as const;

/** Retrieval against answer: known pairs in four cells, every other count beside them. */
export async function quadrant(ctx: Context, filter: Filter): Promise<Quadrant> {
  requirePermission(ctx, 'quality:read');
  const condition = filterSql(ctx.project, filter);
  const [counts, pairs] = await Promise.all([stateCounts(ctx, condition), knownPairs(ctx, condition)]);
  const count = (cell: string, zeroHitOnly = false) =>
    counts
      .filter(({ retrieval, answer }) => `${retrieval}-${answer}` === cell)
      .reduce((sum, { n, zeroHit }) => sum + (zeroHit || !zeroHitOnly ? n : 0), 0);

  const sample = sampleOf(pairs);
  const cells = PAIRS.map(({ retrieval, answer }) => {
    const cell = `${retrieval}-${answer}` as const;
    const { value, lower, upper, display } = labelRate(pairs, (pair) => pair.cell === cell, sample);
    const zeroHit = retrieval === 'bad' ? count(cell, true) : 0;
    return { cell, retrieval, answer, n: count(cell), zeroHit, share: { value, lower, upper, display } };
  });
  const inside = new Set<string>(cells.map(({ cell }) => cell));
  return {
    k: filter.k ?? DEFAULT_K,
    total: counts.reduce((sum, { n }) => sum + n, 0),
    n: cells.reduce((sum, { n }) => sum + n, 0),
    cells,
    others: CELLS.filter((cell) => !inside.has(cell)).map((cell) => ({ cell, n: count(cell) })),
    sample,
  };
}

const pairSchema = z.object({
  cell: z.string(),
  pi: z.number().nullable(),
  cluster: z.string(),
  count: z.number(),
});

/** The labelled queries inside the four cells, with what the intervals of their shares need. */
function knownPairs(ctx: Context, { where, params }: FilterSql): Promise<z.infer<typeof pairSchema>[]> {
  return ctx.stores.queryLog.rows(
    pairSchema,
    `SELECT concat(${RETRIEVAL_STATE}, '-', ${ANSWER_STATE}) AS pair, pair AS cell, l.pi AS pi,
       ${CLUSTER} AS cluster, count() AS count
     FROM ${LABELLED_QUERIES}
     PREWHERE (q.bucket, q.query_id) IN (${LABELLED_KEYS}) WHERE ${where}
     GROUP BY pair, pi, cluster
     HAVING pair IN ('good-good', 'good-bad', 'bad-good', 'bad-bad')`,
    params,
  );
}
