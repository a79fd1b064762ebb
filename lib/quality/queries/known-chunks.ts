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
  /** `WITH` clauses that define `known`, a row a chunk. Every mention of `known` reads the hits of all these queries. */
  with: string;
  params: Params;
}

/** Graded and relevant for so many questions; `seen` is the hour and id of one of the queries with it among their hits. */
export const chunkRowSchema = z.object({
  chunk: z.string(),
  queries: z.number(),
  graded: z.number(),
  relevant: z.number(),
  words: z.number().nullable(),
  seen: z.tuple([z.number(), z.string()]),
});
export type ChunkRow = z.output<typeof chunkRowSchema>;

/** What `chunkRowSchema` reads of a row of `known`, and the same as one value. */
export const CHUNK_COLUMNS = 'chunk, queries, graded, relevant, words, seen';
export const CHUNK_ROW = `CAST((${CHUNK_COLUMNS}), 'Tuple(chunk String, queries UInt64,
  graded UInt64, relevant UInt64, words Nullable(UInt32), seen Tuple(UInt32, String))')`;
/** Those that are used most come first. */
export const CHUNK_ORDER = '(-toInt64(queries), chunk)';

/**
 * What every question about chunks starts from. Columns of `known`: those of `chunkRowSchema`, has_text, is_checked,
 * findings, found (queries of the filter that found something), and dominating_from (with so many queries it dominates).
 */
export async function knownChunks(ctx: Context, filter: Filter): Promise<KnownChunks> {
  const { where, params } = await filterCondition(ctx, filter);
  const found = `${where} AND q.retrieved AND notEmpty(q.hit_chunks)`;
  const listed =
    filter.indexVersion === undefined
      ? 'true'
      : `(isNotNull(u.queries) OR t.chunk_hash IN (SELECT chunk_hash FROM corpus
          WHERE project_id = {project:String} AND index_version IN {indexVersion:Array(String)}))`;
  return {
    with: `WITH
      used AS (
        SELECT chunk, count() AS queries, any(query) AS seen
        FROM (SELECT arrayJoin(arrayDistinct(q.hit_chunks)) AS chunk, (toUnixTimestamp(q.bucket), q.query_id) AS query
          FROM queries AS q WHERE ${found})
        GROUP BY chunk),
      graded AS (SELECT chunk_hash, count() AS questions, countIf(grade >= 2) AS relevant
        FROM judgements WHERE ${SEEN_GRADES} GROUP BY chunk_hash),
      checks AS (SELECT chunk_hash, words, findings FROM chunk_checks
        WHERE project_id = {project:String} AND rules = {rules:UInt16}),
      texts AS (SELECT chunk_hash FROM chunks WHERE project_id = {project:String}),
      counted AS (
        SELECT coalesce(t.chunk_hash, u.chunk) AS chunk, isNotNull(t.chunk_hash) AS has_text,
          coalesce(u.queries, 0) AS queries, coalesce(u.seen, (toUInt32(0), '')) AS seen,
          coalesce((SELECT count() FROM queries AS q WHERE ${found}), 0) AS found,
          quantileExactIf(0.5)(queries, queries > 0) OVER () AS median
        FROM texts AS t FULL JOIN used AS u ON u.chunk = t.chunk_hash WHERE ${listed}),
      known AS (
        SELECT c.chunk AS chunk, c.has_text AS has_text, c.queries AS queries, c.seen AS seen, c.found AS found,
          greatest(toUInt64(${FEWEST_DOMINATED}), toUInt64(ceil(c.found * ${DOMINATING_SHARE})), c.median * ${DOMINATING_TIMES}) AS dominating_from,
          coalesce(g.questions, 0) AS graded, coalesce(g.relevant, 0) AS relevant,
          c.has_text AND isNotNull(k.words) AS is_checked, k.words AS words, k.findings AS findings
        FROM counted AS c LEFT JOIN graded AS g ON g.chunk_hash = c.chunk
        LEFT JOIN checks AS k ON k.chunk_hash = c.chunk)`,
    params: { ...params, rules: CHUNK_RULES_VERSION },
  };
}

/** Rules that a row of `known` answers by itself: when they can be asked of it, and when they fire. */
export const ROW_RULES: Readonly<
  Record<Exclude<ChunkRule, 'near_duplicate'>, { asked: string; fires: string }>
> = {
  never_retrieved: { asked: 'has_text', fires: 'queries = 0' },
  never_relevant: {
    asked: `queries > 0 AND graded >= ${FEWEST_GRADED_QUESTIONS}`,
    fires: 'relevant = 0',
  },
  dominating: {
    asked: 'queries > 0',
    fires: 'queries >= dominating_from',
  },
  too_short: textRule('too_short'),
  too_long: textRule('too_long'),
  mid_sentence: textRule('mid_sentence'),
  no_heading: textRule('no_heading'),
};

function textRule(finding: string) {
  return { asked: 'is_checked', fires: `has(findings, '${finding}')` };
}
