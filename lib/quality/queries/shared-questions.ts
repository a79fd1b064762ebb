import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import { keysOf, LABELLED_QUERIES, RETRIEVAL_STATE, touchedKeys } from '../../query-log/labelled-queries.ts';
import { MEASURES, type Measure } from './measured-clusters.ts';

/** More shared questions than these are left out; which ones does not depend on what became of them. */
const MAX_QUESTIONS = 5000;

/** The mean of a measure over the queries of a slice that ask one question; null where none has it. */
export type OfQuestion = Record<Measure | 'hit_rate_at_k', number | null>;

/** The same conditions under other names, so that two filters can stand in one statement. */
export function renamed({ where, params }: FilterSql, prefix: string): FilterSql {
  return {
    where: where.replace(/\{(\w+):/g, `{${prefix}$1:`),
    params: Object.fromEntries(Object.entries(params).map(([name, value]) => [`${prefix}${name}`, value])),
  };
}

/** Half as long as the hash in hex digits: sets of it are quicker. */
const QUESTION_KEY = 'sipHash128(q.question_hash)';

/** How many queries are in both slices, and how many questions are asked in both. */
export async function overlapOf(
  ctx: Context,
  a: FilterSql,
  b: FilterSql,
): Promise<{ inBoth: number; sharedQuestions: number }> {
  const other = renamed(b, 'b_');
  const params = { ...a.params, ...other.params };
  const [[both], [shared]] = await Promise.all([
    ctx.stores.queryLog.rows(
      z.object({ inBoth: z.number() }),
      `SELECT count() AS inBoth FROM queries AS q WHERE (${a.where}) AND (${other.where})`,
      params,
    ),
    ctx.stores.queryLog.rows(
      z.object({ sharedQuestions: z.number() }),
      `SELECT uniqExact(${QUESTION_KEY}) AS sharedQuestions FROM queries AS q
       WHERE ${a.where} AND ${QUESTION_KEY} IN (SELECT ${QUESTION_KEY} FROM queries AS q WHERE ${other.where})`,
      params,
    ),
  ]);
  return { inBoth: both?.inBoth ?? 0, sharedQuestions: shared?.sharedQuestions ?? 0 };
}

const number = z.number().nullable();
const measuredRowSchema = z.object({
  question: z.string(),
  zero_hit_rate: number,
  error_rate: number,
  total_ms: number,
  cost_usd: number,
});
const stateRowSchema = z.object({ question: z.string(), good: z.number() });

/** What the queries of `slice` say of each question that `other` asks too. */
export async function questionMeans(
  ctx: Context,
  slice: FilterSql,
  other: FilterSql,
): Promise<Map<string, OfQuestion>> {
  const renamedOther = renamed(other, 'o_');
  const shared = `${slice.where} AND q.question_hash IN (
    SELECT q.question_hash FROM queries AS q WHERE ${renamedOther.where})`;
  const params = { ...slice.params, ...renamedOther.params };
  const means = Object.entries(MEASURES).map(
    ([name, { has, value }]) =>
      `if(countIf(${has}) > 0, toFloat64(avgIf(${value}, ${has})), NULL) AS ${name}`,
  );
  const [measured, states] = await Promise.all([
    ctx.stores.queryLog.rows(
      measuredRowSchema,
      `SELECT q.question_hash AS question, ${means.join(', ')} FROM queries AS q WHERE ${shared}
       GROUP BY question ORDER BY question LIMIT ${MAX_QUESTIONS}`,
      params,
    ),
    ctx.stores.queryLog.rows(
      stateRowSchema,
      `SELECT q.question_hash AS question, avg(${RETRIEVAL_STATE} = 'good') AS good FROM ${LABELLED_QUERIES}
       PREWHERE (q.bucket, q.query_id) IN (${touchedKeys(shared)})
         OR (q.bucket, q.query_id) IN (${keysOf(`${shared} AND q.zero_hit`)})
       WHERE q.project_id = {project:String} AND ${RETRIEVAL_STATE} IN ('good', 'bad')
       GROUP BY question ORDER BY question LIMIT ${MAX_QUESTIONS}`,
      params,
    ),
  ]);
  const good = new Map(states.map(({ question, good: share }) => [question, share]));
  return new Map(
    measured.map(({ question, ...row }) => [question, { ...row, hit_rate_at_k: good.get(question) ?? null }]),
  );
}
