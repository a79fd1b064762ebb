import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import {
  ANSWER_STATE,
  LABELLED_QUERIES,
  RETRIEVAL_STATE,
  touchedKeys,
  UNTOUCHED_RETRIEVAL_STATE,
} from '../../query-log/labelled-queries.ts';
import { RETRIEVAL_STATES } from '../../query-log/schema.ts';
import { CLUSTER } from './label-rows.ts';

const retrieval = z.enum(RETRIEVAL_STATES);
const untouchedRowSchema = z.object({
  keys: z.array(z.string()),
  untouched: retrieval,
  zero: z.boolean(),
  n: z.number(),
});
const touchedRowSchema = untouchedRowSchema.extend({
  state: retrieval,
  answer: z.enum(['good', 'bad', 'none']),
  pi: z.number().nullable(),
  cluster: z.string(),
});

export interface StateCount {
  /** Values of the expressions asked for, in their order. */
  keys: string[];
  retrieval: (typeof RETRIEVAL_STATES)[number];
  answer: 'good' | 'bad' | 'none';
  /** Retrieval ran and found nothing. */
  zeroHit: boolean;
  /** Of answers known to be good or bad: inclusion probability, and session or else query. */
  pi: number | null;
  cluster: string;
  n: number;
}

/**
 * How many queries are in each state of retrieval and answer, split by SQL expressions on `queries AS q`.
 * One scan of narrow columns counts all of them as if nobody had touched them; the few that people touched are
 * read again with labels and grades, and moved to where they belong.
 */
export async function stateCounts(
  ctx: Context,
  condition: FilterSql,
  expressions: readonly string[] = [],
): Promise<StateCount[]> {
  const keys = `[${expressions.map((expression) => `toString(${expression})`).join(', ')}]::Array(String) AS keys`;
  const zero = `q.zero_hit AND q.error_stage != 'retrieval' AS zero`;
  // As they are: text would be made of every row, here it is of every group.
  const raw = expressions.map((expression, i) => `${expression} AS key${i}, `).join('');
  const names = expressions.map((_, i) => `key${i}`);
  const [all, touched] = await Promise.all([
    ctx.stores.queryLog.rows(
      untouchedRowSchema,
      `SELECT [${names.map((name) => `toString(${name})`).join(', ')}]::Array(String) AS keys, untouched, zero, n
       FROM (SELECT ${raw}${UNTOUCHED_RETRIEVAL_STATE} AS untouched, ${zero}, count() AS n
         FROM queries AS q WHERE ${condition.where} GROUP BY ${[...names, 'untouched', 'zero'].join(', ')})`,
      condition.params,
    ),
    ctx.stores.queryLog.rows(
      touchedRowSchema,
      `SELECT ${keys}, ${UNTOUCHED_RETRIEVAL_STATE} AS untouched, ${RETRIEVAL_STATE} AS state,
         ${ANSWER_STATE} AS answer, ${zero}, if(answer != 'none', l.pi, NULL) AS pi,
         if(answer != 'none', ${CLUSTER}, '') AS cluster, count() AS n
       FROM ${LABELLED_QUERIES}
       PREWHERE (q.bucket, q.query_id) IN (${touchedKeys(condition.where)})
       WHERE q.project_id = {project:String}
       GROUP BY keys, untouched, state, answer, zero, pi, cluster`,
      condition.params,
    ),
  ]);
  const counts = new Map<string, StateCount>();
  const move = (count: StateCount) => {
    const key = JSON.stringify({ ...count, n: 0 });
    const known = counts.get(key);
    if (known === undefined) counts.set(key, count);
    else known.n += count.n;
  };
  const unsaid = { answer: 'none', pi: null, cluster: '' } as const;
  for (const { keys, untouched, zero, n } of all) {
    move({ keys, retrieval: untouched, zeroHit: zero, ...unsaid, n });
  }
  for (const { keys, untouched, state, answer, zero, pi, cluster, n } of touched) {
    move({ keys, retrieval: untouched, zeroHit: zero, ...unsaid, n: -n });
    move({ keys, retrieval: state, zeroHit: zero, answer, pi, cluster, n });
  }
  return [...counts.values()].filter(({ n }) => n > 0);
}
