import { z } from 'zod';
import type { QueryListItem } from '../schema.ts';

/** Characters of question and answer that a list shows. */
export const LIST_TEXT_LENGTH = 300;

const number = z.number().nullable();

/** A row of `itemSelect`. Times are epoch milliseconds. */
export const itemRowSchema = z.object({
  query_id: z.string(),
  started_at_ms: z.number(),
  origin: z.string(),
  question: z.string(),
  answer: z.string().nullable(),
  error_stage: z.string(),
  error_type: z.string(),
  error_message: z.string(),
  retrieved: z.boolean(),
  hit_count: z.number(),
  top_k: number,
  zero_hit: z.boolean(),
  top_score: number,
  model: z.string(),
  prompt_version: z.string(),
  retriever: z.string(),
  index_version: z.string(),
  environment: z.string(),
  release: z.string(),
  retrieval_ms: number,
  generation_ms: number,
  first_token_ms: number,
  total_ms: number,
  cost_usd: number,
  session_id: z.string(),
  user_id: z.string(),
  all_tags: z.array(z.string()),
  feedback_score: number,
  verdict: z.string().nullable(),
  failure: z.string().nullable(),
});
export type ItemRow = z.output<typeof itemRowSchema>;

/**
 * SELECT of the rows named by the parameters `project`, `buckets` (epoch seconds) and `ids`. Naming the bucket
 * beside the id lets the engine go by the primary key. `columns` are added to those of a list item.
 */
export function itemSelect(textLength: number | undefined, columns: readonly string[] = []): string {
  const text = (column: string) =>
    textLength === undefined ? `q.${column}` : `substringUTF8(q.${column}, 1, ${textLength})`;
  return `SELECT q.query_id AS query_id, toUnixTimestamp64Milli(q.started_at) AS started_at_ms, q.origin AS origin,
    ${text('question')} AS question, ${text('answer')} AS answer,
    q.error_stage AS error_stage, q.error_type AS error_type, q.error_message AS error_message,
    q.retrieved AS retrieved, q.hit_count AS hit_count, q.top_k AS top_k, q.zero_hit AS zero_hit, q.top_score AS top_score,
    q.model AS model, q.prompt_version AS prompt_version, q.retriever AS retriever, q.index_version AS index_version,
    q.environment AS environment, q.release AS release,
    q.retrieval_ms AS retrieval_ms, q.generation_ms AS generation_ms, q.first_token_ms AS first_token_ms,
    q.total_ms AS total_ms, q.cost_usd AS cost_usd, q.session_id AS session_id, q.user_id AS user_id,
    arraySort(arrayDistinct(arrayConcat(q.tags, t.tags))) AS all_tags,
    f.score AS feedback_score, l.verdict AS verdict, l.failure AS failure
    ${columns.map((column) => `, q.${column} AS ${column}`).join('')}
  FROM (SELECT * FROM queries WHERE project_id = {project:String}
    AND bucket IN {buckets:Array(DateTime('UTC'))} AND query_id IN {ids:Array(String)}) AS q
  LEFT JOIN (SELECT query_id, groupArray(tag) AS tags FROM query_tags
    WHERE project_id = {project:String} AND query_id IN {ids:Array(String)} GROUP BY query_id) AS t
    ON t.query_id = q.query_id
  LEFT JOIN (SELECT query_id, sign(sum(score)) AS score FROM feedback
    WHERE project_id = {project:String} AND query_id IN {ids:Array(String)} GROUP BY query_id) AS f
    ON f.query_id = q.query_id
  LEFT JOIN (SELECT query_id, verdict, failure FROM query_labels
    WHERE project_id = {project:String} AND query_id IN {ids:Array(String)}) AS l ON l.query_id = q.query_id`;
}

/** `blind` leaves out what people said of the query. */
export function toListItem(row: ItemRow, blind: boolean): QueryListItem {
  return {
    id: row.query_id,
    startedAt: new Date(row.started_at_ms).toISOString(),
    origin: row.origin,
    question: row.question,
    answer: row.answer,
    error:
      row.error_stage === ''
        ? null
        : { stage: row.error_stage, type: row.error_type, message: row.error_message },
    retrieved: row.retrieved,
    hitCount: row.hit_count,
    topK: row.top_k,
    zeroHit: row.zero_hit,
    topScore: row.top_score,
    model: row.model,
    promptVersion: row.prompt_version,
    retriever: row.retriever,
    indexVersion: row.index_version,
    environment: row.environment,
    release: row.release,
    latency: {
      retrievalMs: row.retrieval_ms,
      generationMs: row.generation_ms,
      firstTokenMs: row.first_token_ms,
      totalMs: row.total_ms,
    },
    costUsd: row.cost_usd,
    sessionId: row.session_id,
    userId: row.user_id,
    tags: row.all_tags,
    feedback: row.feedback_score,
    verdict: blind ? null : row.verdict || null,
    failure: blind ? null : row.failure || null,
  };
}
