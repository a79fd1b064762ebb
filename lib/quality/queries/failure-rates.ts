import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import { LABELLED_KEYS, SEEN_LABELS, SEEN_SCORES } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { FAILURES, VERDICTS } from '../../query-log/schema.ts';
import { failureRates, type LabelledAnswer } from '../failure-rates.ts';
import type { FailureRates } from '../failure-rates-schema.ts';
import { type JudgeScore, judgeAssistedRate } from '../judge-assisted.ts';
import { CLUSTER } from './label-rows.ts';

/** How many answers fail and how, with the raw rate, the second labels and the judges beside. */
export async function readFailureRates(ctx: Context, filter: Filter): Promise<FailureRates> {
  requirePermission(ctx, 'quality:read');
  const condition = await filterCondition(ctx, filter);
  const [answers, scores] = await Promise.all([labelledAnswers(ctx, condition), judgeScores(ctx, condition)]);
  const judges = [...Map.groupBy(scores, ({ name, version }) => JSON.stringify([name, version])).values()]
    .flatMap((own) => (own[0] === undefined ? [] : [judgeAssistedRate(judgeOf(own[0]), own, answers)]))
    .sort((a, b) => (b.rate?.nEff ?? 0) - (a.rate?.nEff ?? 0) || b.pairs - a.pairs)
    .slice(0, MAX_JUDGES);
  return { ...failureRates([...answers.values()]), judges };
}

const MAX_JUDGES = 3;
/** A judge's scores beyond these are left out; which ones does not depend on what they say. */
const MAX_SCORES = 20_000;

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
});

/** The labelled queries of a slice, by id. */
export async function labelledAnswers(
  ctx: Context,
  { where, params }: FilterSql,
): Promise<Map<string, LabelledAnswer>> {
  const rows = await ctx.stores.queryLog.rows(
    labelledRowSchema,
    `SELECT q.query_id AS query_id, q.question_hash AS question, toString(l.verdict) AS verdict, toString(l.failure) AS failure, l.votes AS votes,
       toString(l.first_vote) AS first_vote, l.second_rate AS second_rate, l.label_count AS label_count, l.pi AS pi,
       ${CLUSTER} AS cluster
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

const scoreRowSchema = z.object({
  query_id: z.string(),
  name: z.string(),
  version: z.string(),
  value: z.number().nullable(),
  label: z.string(),
  cluster: z.string(),
});

/** Judges' words on whole answers. A number is how good the answer is, 0 to 1; a label one of the verdicts. */
async function judgeScores(
  ctx: Context,
  { where, params }: FilterSql,
): Promise<(JudgeScore & { name: string; version: string })[]> {
  const rows = await ctx.stores.queryLog.rows(
    scoreRowSchema,
    `SELECT q.query_id AS query_id, toString(s.name) AS name, s.scorer_version AS version, s.value AS value,
       s.label AS label, ${CLUSTER} AS cluster
     FROM queries AS q
     INNER JOIN (SELECT * FROM scores WHERE project_id = {project:String} AND source = 'judge' AND hit_id = ''
       AND ${SEEN_SCORES}) AS s ON s.query_id = q.query_id
     WHERE ${where} AND q.query_id IN (SELECT query_id FROM scores
       WHERE project_id = {project:String} AND source = 'judge' AND hit_id = '')
     ORDER BY cityHash64(q.query_id), version LIMIT ${MAX_SCORES}`,
    params,
  );
  return rows.map((row) => ({
    queryId: row.query_id,
    name: row.name,
    version: row.version,
    cluster: row.cluster,
    f: failedByJudge(row),
  }));
}

const judgeOf = ({ name, version }: { name: string; version: string }) => ({ name, version });

function failedByJudge({
  value,
  label,
}: Pick<z.output<typeof scoreRowSchema>, 'value' | 'label'>): number | null {
  if ((FAILURES as readonly string[]).includes(label)) return 1;
  if (label !== 'cannot_tell' && (VERDICTS as readonly string[]).includes(label))
    return label === 'correct' ? 0 : 1;
  return value !== null && value >= 0 && value <= 1 ? 1 - value : null;
}
