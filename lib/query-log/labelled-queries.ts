/**
 * Which rows of `query_labels` the reader may see. Needs `project` and `hidden`, the ids of queries that they must
 * still judge unseen: to them such a query is one that nobody has labelled.
 */
export const SEEN_LABELS = 'project_id = {project:String} AND query_id NOT IN {hidden:Array(String)}';

/** Queries that the reader must still judge unseen, and the questions of those that have grades. */
export interface Hidden {
  queries: readonly string[];
  questions: readonly string[];
}
export const NOTHING_HIDDEN: Hidden = { queries: [], questions: [] };

/** Which rows of `scores` the reader may see: all by programs, and those by judges and people of what is not hidden. */
export const SEEN_SCORES = "(source = 'code' OR query_id NOT IN {hidden:Array(String)})";

/** The same of `judgements`, whose rows belong to questions: needs `project` and `hiddenQuestions`. */
export const SEEN_GRADES =
  'project_id = {project:String} AND question_hash NOT IN {hiddenQuestions:Array(String)}';

/**
 * FROM clause of every question that needs what people said. Needs the parameters of `SEEN_LABELS` and
 * `SEEN_GRADES`. Aliases: `q` the query, `l` its resolved label (nulls where none), `j.grades` a Map from chunk hash
 * to resolved grade.
 */
export const LABELLED_QUERIES = `queries AS q
  LEFT JOIN (SELECT * FROM query_labels WHERE ${SEEN_LABELS}) AS l ON l.query_id = q.query_id
  LEFT JOIN (
    SELECT question_hash, CAST((groupArray(chunk_hash), groupArray(grade)), 'Map(String, UInt8)') AS grades
    FROM judgements WHERE ${SEEN_GRADES} GROUP BY question_hash
  ) AS j ON j.question_hash = q.question_hash`;

/** Grades of all hits in the retriever's order; -1 is ungraded. */
export const GRADES = `arrayMap(c -> if(mapContains(j.grades, c), toInt8(j.grades[c]), toInt8(-1)), q.hit_chunks)`;

/** Grades of the top k hits in the retriever's order; -1 is ungraded. Needs the parameter `k`. */
export const TOP_GRADES = `arrayMap(c -> if(mapContains(j.grades, c), toInt8(j.grades[c]), toInt8(-1)), arraySlice(q.hit_chunks, 1, {k:UInt8}))`;

/** State of a query's retrieval at k, the twin in SQL of `retrievalState` in lib/retrieval-metrics. */
export const RETRIEVAL_STATE = `multiIf(
  q.error_stage = 'retrieval', 'failed',
  NOT q.retrieved, 'not_used',
  coalesce(l.nothing_to_find, NOT q.expected_answerable, false), 'nothing_to_find',
  arrayExists(g -> g >= 2, ${TOP_GRADES}), 'good',
  q.zero_hit OR NOT has(${TOP_GRADES}, -1), 'bad',
  'unknown')`;

/** Whether the answer is good or bad; none while nobody has said so, or people disagree. */
export const ANSWER_STATE = `multiIf(l.verdict = 'correct', 'good', l.verdict IN ('partly', 'wrong'), 'bad', 'none')`;

/** Retrieval state of a query that nobody labelled and whose question nobody graded, from its own columns alone. */
export const UNTOUCHED_RETRIEVAL_STATE = `multiIf(
  q.error_stage = 'retrieval', 'failed',
  NOT q.retrieved, 'not_used',
  NOT coalesce(q.expected_answerable, true), 'nothing_to_find',
  q.zero_hit, 'bad',
  'unknown')`;

/** Retrieval ran and did not fail. */
export const RETRIEVAL_RAN = `q.retrieved AND q.error_stage != 'retrieval'`;

/**
 * Keys of the queries of a condition on `q`, for PREWHERE on (q.bucket, q.query_id): a condition on other columns alone
 * would not spare the wide columns of all other queries.
 */
export function keysOf(condition: string): string {
  return `SELECT q.bucket, q.query_id FROM queries AS q WHERE ${condition}`;
}

/** Keys of the labelled queries. Their mirror knows the bucket, so nothing else is read. */
export const LABELLED_KEYS = `SELECT bucket, query_id FROM query_labels WHERE ${SEEN_LABELS}`;

/**
 * Keys of the queries that people touched: labelled, or with a graded question. Only these need the joins and
 * the wide columns; all others have `UNTOUCHED_RETRIEVAL_STATE` and no answer state. `condition` is on `q`.
 */
export function touchedKeys(condition: string): string {
  return keysOf(`${condition} AND (
    q.query_id IN (SELECT query_id FROM query_labels WHERE ${SEEN_LABELS})
    OR q.question_hash IN (SELECT question_hash FROM judgements WHERE ${SEEN_GRADES}))`);
}
