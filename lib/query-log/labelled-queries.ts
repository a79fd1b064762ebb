/**
 * FROM clause of every question that needs what people said. Needs the parameter `project`. Aliases:
 * `q` the query, `l` its resolved label (nulls where none), `j.grades` a Map from chunk hash to resolved grade.
 */
export const LABELLED_QUERIES = `queries AS q
  LEFT JOIN (SELECT * FROM query_labels WHERE project_id = {project:String}) AS l ON l.query_id = q.query_id
  LEFT JOIN (
    SELECT question_hash, CAST((groupArray(chunk_hash), groupArray(grade)), 'Map(String, UInt8)') AS grades
    FROM judgements WHERE project_id = {project:String} GROUP BY question_hash
  ) AS j ON j.question_hash = q.question_hash`;

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
