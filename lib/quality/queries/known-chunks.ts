import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { Params } from '../../platform/query-log-store.ts';
import type { Filter } from '../../query-log/filter.ts';
import { SEEN_GRADES } from '../../query-log/labelled-queries.ts';
import { filterCondition } from '../../query-log/queries/filter-condition.ts';
import { CHUNK_RULES_VERSION } from '../chunk-findings.ts';
import {
  type ChunkRule,
  DOMINATING_SHARE,
  DOMINATING_TIMES,
  FEWEST_DOMINATED,
  FEWEST_GRADED_QUESTIONS,
} from '../chunk-health-schema.ts';

/** The known chunks of a project, and how the queries of a filter used them. */
export interface KnownChunks {
  /** `WITH` clauses that define `known`, a row a chunk. */
  with: string;
  /** The filter, a condition on `queries AS q`. */
  where: string;
  params: Params;
  /** Queries of the filter that found something. */
  queries: number;
  /** From so many queries on a chunk dominates. */
  dominatingFrom: number;
}

const usageSchema = z.object({ queries: z.number(), median: z.number().nullable() });

/**
 * What every question about chunks starts from. Columns of `known`: chunk, has_text, queries (with it among their
 * hits), graded and relevant (questions), is_checked, words, findings.
 */
export async function knownChunks(ctx: Context, filter: Filter): Promise<KnownChunks> {
  const condition = await filterCondition(ctx, filter);
  const found = `${condition.where} AND q.retrieved AND notEmpty(q.hit_chunks)`;
  const used = `used AS (
    SELECT chunk, count() AS queries FROM (
      SELECT arrayJoin(arrayDistinct(q.hit_chunks)) AS chunk FROM queries AS q WHERE ${found})
    GROUP BY chunk)`;
  const [usage] = await ctx.stores.queryLog.rows(
    usageSchema,
    `WITH ${used} SELECT (SELECT count() FROM queries AS q WHERE ${found}) AS queries,
       if(count() > 0, quantileExact(0.5)(u.queries), NULL) AS median
     FROM used AS u`,
    condition.params,
  );
  const { queries = 0, median = 0 } = usage ?? {};
  const ofTexts = `SELECT chunk_hash FROM chunks WHERE project_id = {project:String}`;
  const inVersions =
    filter.indexVersion === undefined
      ? ''
      : `AND (chunk_hash IN (SELECT chunk FROM used) OR chunk_hash IN (SELECT chunk_hash FROM corpus
          WHERE project_id = {project:String} AND index_version IN {indexVersion:Array(String)}))`;
  return {
    with: `WITH ${used},
      graded AS (SELECT chunk_hash, count() AS questions, countIf(grade >= 2) AS relevant
        FROM judgements WHERE ${SEEN_GRADES} GROUP BY chunk_hash),
      checks AS (SELECT chunk_hash, words, findings FROM chunk_checks
        WHERE project_id = {project:String} AND rules = {rules:UInt16}),
      listed AS (
        SELECT chunk_hash AS chunk, true AS has_text FROM chunks WHERE project_id = {project:String} ${inVersions}
        UNION ALL SELECT chunk, false AS has_text FROM used WHERE chunk NOT IN (${ofTexts})),
      known AS (
        SELECT t.chunk AS chunk, t.has_text AS has_text, coalesce(u.queries, 0) AS queries,
          coalesce(g.questions, 0) AS graded, coalesce(g.relevant, 0) AS relevant,
          t.has_text AND isNotNull(k.words) AS is_checked, k.words AS words, k.findings AS findings
        FROM listed AS t LEFT JOIN used AS u ON u.chunk = t.chunk LEFT JOIN graded AS g ON g.chunk_hash = t.chunk
        LEFT JOIN checks AS k ON k.chunk_hash = t.chunk)`,
    where: condition.where,
    params: { ...condition.params, rules: CHUNK_RULES_VERSION },
    queries,
    dominatingFrom: dominatingFrom(queries, median ?? 0),
  };
}

function dominatingFrom(queries: number, median: number): number {
  return Math.max(FEWEST_DOMINATED, Math.ceil(queries * DOMINATING_SHARE), median * DOMINATING_TIMES);
}

/** Rules that a row of `known` answers by itself: when they can be asked of it, when they fire, and what comes first. */
export const ROW_RULES: Readonly<
  Record<Exclude<ChunkRule, 'near_duplicate'>, { asked: string; fires: string; order: string }>
> = {
  never_retrieved: { asked: 'has_text', fires: 'queries = 0', order: 'chunk' },
  never_relevant: {
    asked: `queries > 0 AND graded >= ${FEWEST_GRADED_QUESTIONS}`,
    fires: 'relevant = 0',
    order: 'queries DESC, chunk',
  },
  dominating: {
    asked: 'queries > 0',
    fires: 'queries >= {dominatingFrom:UInt64}',
    order: 'queries DESC, chunk',
  },
  too_short: textRule('too_short'),
  too_long: textRule('too_long'),
  mid_sentence: textRule('mid_sentence'),
  no_heading: textRule('no_heading'),
};

function textRule(finding: string) {
  return { asked: 'is_checked', fires: `has(findings, '${finding}')`, order: 'queries DESC, chunk' };
}
