import { z } from 'zod';
import type { SampledQuery } from '../../labelling/queries/sampled-queries.ts';
import type { Context } from '../../platform/context.ts';
import { DIMENSION_COLUMNS, type FilterSql } from '../../query-log/filter-sql.ts';
import { LABELLED_KEYS, SEEN_LABELS } from '../../query-log/labelled-queries.ts';
import { DIMENSIONS } from '../../query-log/schema.ts';
import type { LabelledAnswer } from '../failure-rates.ts';
import { makeUpForNonResponse, type NonResponse, type UnlabelledQuery } from '../non-response.ts';
import { CLUSTER } from './label-rows.ts';

const COLUMNS = DIMENSIONS.map((dimension) => `toString(q.${DIMENSION_COLUMNS[dimension]})`);
const WEEK = 'intDiv(toUnixTimestamp(q.started_at), 604800)';

/**
 * The labelled queries of a slice, by id. Those drawn at random weigh also for the drawn ones of the slice that have
 * no label, as far as the reader may see it. `sample` is the project's, whatever the slice.
 */
export async function sampledAnswers(
  ctx: Context,
  condition: FilterSql,
  sample: readonly SampledQuery[],
): Promise<{ answers: Map<string, LabelledAnswer>; nonResponse: NonResponse }> {
  const answers = await labelledAnswers(ctx, condition);
  const isDrawn = (queryId: string) => (answers.get(queryId)?.pi ?? null) !== null;
  if (![...answers.keys()].some(isDrawn)) return makeUpForNonResponse(answers, new Map(), []);
  const unlabelled = await unlabelledIn(
    ctx,
    condition,
    sample.filter(({ queryId }) => !isDrawn(queryId)),
  );
  return makeUpForNonResponse(
    answers,
    new Map(sample.filter(({ removed }) => !removed).map((query) => [query.queryId, query.class])),
    unlabelled,
  );
}

const IDS_A_STATEMENT = 1000;

/** Those of these queries that lie in the slice. */
async function unlabelledIn(
  ctx: Context,
  { where, params }: FilterSql,
  drawn: readonly SampledQuery[],
): Promise<UnlabelledQuery[]> {
  const weeks = new Map<string, number>();
  for (let from = 0; from < drawn.length; from += IDS_A_STATEMENT) {
    const rows = await ctx.stores.queryLog.rows(
      z.object({ query_id: z.string(), week: z.number() }),
      `SELECT q.query_id AS query_id, ${WEEK} AS week FROM queries AS q
       PREWHERE (q.bucket, q.query_id) IN (SELECT bucket, query_id FROM query_ids
         WHERE project_id = {project:String} AND query_id IN {drawn:Array(String)})
       WHERE ${where}`,
      { ...params, drawn: drawn.slice(from, from + IDS_A_STATEMENT).map(({ queryId }) => queryId) },
    );
    for (const { query_id, week } of rows) weeks.set(query_id, week);
  }
  return drawn.flatMap(({ queryId, ...query }) => {
    const week = weeks.get(queryId);
    return week === undefined ? [] : [{ ...query, week }];
  });
}

const labelledRowSchema = z.object({
  query_id: z.string(),
  question: z.string(),
  verdict: z.string(),
  failure: z.string(),
  votes: z.record(z.string(), z.number()),
  first_vote: z.string(),
  second_rate: z.number().nullable(),
  label_count: z.number(),
  pi: z.number().nullable(),
  cluster: z.string(),
  week: z.number(),
  dimensions: z.array(z.string()),
});

/** The labelled queries of a slice, by id, each with the weight of how it was drawn. */
async function labelledAnswers(
  ctx: Context,
  { where, params }: FilterSql,
): Promise<Map<string, LabelledAnswer>> {
  const rows = await ctx.stores.queryLog.rows(
    labelledRowSchema,
    `SELECT q.query_id AS query_id, q.question_hash AS question, toString(l.verdict) AS verdict, toString(l.failure) AS failure, l.votes AS votes,
       toString(l.first_vote) AS first_vote, l.second_rate AS second_rate, l.label_count AS label_count, l.pi AS pi,
       ${CLUSTER} AS cluster, ${WEEK} AS week,
       [${COLUMNS.join(', ')}] AS dimensions
     FROM queries AS q
     INNER JOIN (SELECT * FROM query_labels WHERE ${SEEN_LABELS} AND verdict != '') AS l
       ON l.query_id = q.query_id
     PREWHERE (q.bucket, q.query_id) IN (${LABELLED_KEYS}) WHERE ${where}`,
    params,
  );
  return new Map(
    rows.map((row) => [
      row.query_id,
      {
        question: row.question,
        parts: partsOf(row),
        pi: row.pi,
        weight: row.pi === null ? 1 : 1 / row.pi,
        week: row.week,
        dimensions: Object.fromEntries(
          DIMENSIONS.map((dimension, i) => [dimension, row.dimensions[i] ?? '']),
        ) as LabelledAnswer['dimensions'],
        cluster: row.cluster,
        verdict: row.verdict,
        labelCount: row.label_count,
        firstVote: row.first_vote,
        secondRate: row.second_rate,
      },
    ]),
  );
}

/** Without votes, which a copy of the labels may lack until it is repaired, the resolved label is the only one. */
function partsOf({ votes, verdict, failure }: z.output<typeof labelledRowSchema>): Map<string, number> {
  const counts = Object.entries(votes);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total > 0) return new Map(counts.map(([vote, count]) => [vote, count / total]));
  return new Map([[verdict === 'partly' || verdict === 'wrong' ? failure || 'unclear' : verdict, 1]]);
}
