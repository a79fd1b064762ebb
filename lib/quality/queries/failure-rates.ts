import { z } from 'zod';
import { requirePermission } from '../../auth/permissions.ts';
import { readSampledQueries } from '../../labelling/queries/sampled-queries.ts';
import type { Context } from '../../platform/context.ts';
import type { Filter } from '../../query-log/filter.ts';
import type { FilterSql } from '../../query-log/filter-sql.ts';
import { SEEN_SCORES } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { FAILURES, VERDICTS } from '../../query-log/schema.ts';
import { failureRates } from '../failure-rates.ts';
import type { FailureRates } from '../failure-rates-schema.ts';
import { type JudgeScore, judgeAssistedRate } from '../judge-assisted.ts';
import { CLUSTER } from './label-rows.ts';
import { sampledAnswers } from './sampled-answers.ts';

/** How many answers fail and how, with the raw rate, the second labels and the judges beside. */
export async function readFailureRates(ctx: Context, filter: Filter): Promise<FailureRates> {
  requirePermission(ctx, 'quality:read');
  const [condition, sample] = await Promise.all([filterCondition(ctx, filter), readSampledQueries(ctx)]);
  const [{ answers, nonResponse }, scores] = await Promise.all([
    sampledAnswers(ctx, condition, sample),
    judgeScores(ctx, condition),
  ]);
  const judges = [...Map.groupBy(scores, ({ name, version }) => JSON.stringify([name, version])).values()]
    .flatMap((own) => (own[0] === undefined ? [] : [judgeAssistedRate(judgeOf(own[0]), own, answers)]))
    .sort((a, b) => (b.rate?.nEff ?? 0) - (a.rate?.nEff ?? 0) || b.pairs - a.pairs)
    .slice(0, MAX_JUDGES);
  const rates = failureRates([...answers.values()], nonResponse);
  const refused = rates.nonResponse.unlabelledClasses.length > 0;
  return { ...rates, judges: refused ? [] : judges };
}

const MAX_JUDGES = 3;
/** Scores beyond these, of all judges together, are left out; which ones does not depend on what they say. */
const MAX_SCORES = 20_000;

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
