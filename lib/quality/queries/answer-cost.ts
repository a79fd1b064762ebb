import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { costOfCorrect } from '../cost-of-correct.ts';
import { labelRate, sampleOf } from '../label-sample.ts';
import type { Measurement } from '../measurement.ts';
import { decidedLabels } from './decided-labels.ts';

const totalSchema = z.object({
  queries: z.number(),
  priced: z.number(),
  estimated: z.number(),
  sum: z.number().nullable(),
});

export interface AnswerCost {
  queries: number;
  /** Queries whose cost is known; `estimated` of them from the price table. */
  priced: number;
  estimated: number;
  /** US dollars; null where no cost is known. */
  sumUsd: number | null;
  /** US dollars of a correct answer, with its interval, `n` correct of `of` decided labels; null without either. */
  perCorrect: Measurement | null;
}

/** What the queries of a range cost, and a correct answer among them. */
export async function answerCost(ctx: Context, filter: Filter): Promise<AnswerCost> {
  requirePermission(ctx, 'quality:read');
  const condition = await filterCondition(ctx, filter);
  const [[total], labels] = await Promise.all([
    ctx.stores.queryLog.rows(
      totalSchema,
      `SELECT count() AS queries, count(q.cost_usd) AS priced, countIf(q.cost_estimated) AS estimated,
         sum(q.cost_usd) AS sum
       FROM queries AS q WHERE ${condition.where}`,
      condition.params,
    ),
    decidedLabels(ctx, condition),
  ]);
  const { queries = 0, priced = 0, estimated = 0, sum = null } = total ?? {};
  const sumUsd = priced === 0 ? null : sum;
  const correct = labelRate(labels, ({ isCorrect }) => isCorrect, sampleOf(labels));
  return {
    queries,
    priced,
    estimated,
    sumUsd,
    perCorrect: costOfCorrect(sumUsd === null ? null : sumUsd / priced, correct),
  };
}
