import type { ProjectIdentity } from '../platform/context.ts';
import type { Params } from '../platform/query-log-store.ts';
import type { Filter } from './filter.ts';
import {
  ANSWER_STATE,
  type Hidden,
  LABELLED_KEYS,
  LABELLED_QUERIES,
  NOTHING_HIDDEN,
  RETRIEVAL_STATE,
  SEEN_LABELS,
  touchedKeys,
  UNTOUCHED_RETRIEVAL_STATE,
} from './labelled-queries.ts';
import type { Dimension } from './schema.ts';
import { scoreConditions } from './score-conditions.ts';

/** Columns of the dimensions. Only names from this table ever become part of a statement. */
export const DIMENSION_COLUMNS: Record<Dimension, string> = {
  model: 'model',
  promptVersion: 'prompt_version',
  retriever: 'retriever',
  indexVersion: 'index_version',
  environment: 'environment',
  release: 'release',
};

export const DEFAULT_K = 5;

export interface FilterSql {
  /** A condition on the table `queries AS q`. */
  where: string;
  params: Params;
}

/**
 * The filter as a condition with bound values. Without `origin` only live and imported queries match. To the reader
 * what is `hidden` matches as if neither people nor judges had said anything of it.
 */
export function filterSql(
  project: Pick<ProjectIdentity, 'id'>,
  filter: Filter,
  hidden: Hidden = NOTHING_HIDDEN,
): FilterSql {
  const conditions = ['q.project_id = {project:String}'];
  const params: Params = {
    project: project.id,
    k: filter.k ?? DEFAULT_K,
    hidden: [...hidden.queries],
    hiddenQuestions: [...hidden.questions],
  };
  const add = (condition: string, name?: string, value?: unknown) => {
    conditions.push(condition);
    if (name !== undefined) params[name] = value;
  };

  if (filter.from !== undefined) {
    add('q.started_at >= fromUnixTimestamp64Milli({from:Int64})', 'from', Date.parse(filter.from));
    // In UTC as the column is: in a zone such as Asia/Kathmandu hours begin at a quarter past.
    add("q.bucket >= toStartOfHour(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))");
  }
  if (filter.to !== undefined) {
    add('q.started_at < fromUnixTimestamp64Milli({to:Int64})', 'to', Date.parse(filter.to));
    add('q.bucket < fromUnixTimestamp64Milli({to:Int64})');
  }
  add('q.origin IN {origin:Array(String)}', 'origin', filter.origin ?? ['live', 'import']);
  const inRange = [...conditions];
  for (const [dimension, column] of Object.entries(DIMENSION_COLUMNS)) {
    const values = filter[dimension as Dimension];
    if (values !== undefined) add(`q.${column} IN {${dimension}:Array(String)}`, dimension, values);
  }
  if (filter.sessionId) add('q.session_id IN {sessionId:Array(String)}', 'sessionId', filter.sessionId);
  if (filter.userId) add('q.user_id IN {userId:Array(String)}', 'userId', filter.userId);
  if (filter.tag) {
    add(
      `(hasAny(q.tags, {tag:Array(String)}) OR ${inSideTable('query_tags', 'tag IN {tag:Array(String)}')})`,
      'tag',
      filter.tag,
    );
  }
  Object.entries(filter.metadata ?? {}).forEach(([key, values], i) => {
    add(`q.metadata[{metaKey${i}:String}] IN {metaValues${i}:Array(String)}`, `metaKey${i}`, key);
    params[`metaValues${i}`] = values;
  });
  if (filter.zeroHit !== undefined) add(filter.zeroHit ? 'q.zero_hit' : 'NOT q.zero_hit');
  if (filter.cited !== undefined) add(`${filter.cited ? '' : 'NOT '}has(q.hit_cited, 1)`);
  if (filter.format) add(`${FORMAT_STATE} IN {format:Array(String)}`, 'format', filter.format);
  if (filter.error) addError(filter.error, add);
  for (const { condition, bound } of scoreConditions(filter)) {
    add(condition);
    Object.assign(params, bound);
  }
  if (filter.q !== undefined) addSearch(filter.q, add);
  if (filter.feedback) add(`(${filter.feedback.map((wanted) => FEEDBACK[wanted]).join(' OR ')})`);
  addLabelConditions(filter, add);
  if (filter.cell) add(inCell(filter.cell, inRange.join(' AND ')), 'cell', filter.cell);
  return { where: conditions.join(' AND '), params };
}

/**
 * Reads labels, grades and hit lists only for the queries of the range that people touched; PREWHERE, on the key
 * alone, leaves the wide columns of all others unread. Only labelled queries have an answer state.
 */
function inCell(cells: readonly string[], range: string): string {
  const key = '(q.bucket, q.query_id)';
  const among = (keys: string) => `${key} IN (SELECT q.bucket, q.query_id FROM ${LABELLED_QUERIES}
    PREWHERE ${key} IN (${keys}) WHERE q.project_id = {project:String}
      AND concat(${RETRIEVAL_STATE}, '-', ${ANSWER_STATE}) IN {cell:Array(String)})`;
  if (cells.every((cell) => !cell.endsWith('-none'))) return among(LABELLED_KEYS);
  const touched = touchedKeys(range);
  return `if(${key} IN (${touched}), ${among(touched)}, concat(${UNTOUCHED_RETRIEVAL_STATE}, '-none') IN {cell:Array(String)})`;
}

type Add = (condition: string, name?: string, value?: unknown) => void;

function inSideTable(table: string, condition: string): string {
  return `q.query_id IN (SELECT query_id FROM ${table} WHERE project_id = {project:String} AND ${condition})`;
}

const FEEDBACK = {
  up: inSideTable('feedback', 'score > 0'),
  down: inSideTable('feedback', 'score < 0'),
  none: `NOT ${inSideTable('feedback', 'score != 0')}`,
} as const;

const FORMAT_STATE = `multiIf(isNull(q.format_ok), 'none', q.format_ok, 'ok', 'failed')`;

function addError(wanted: readonly string[], add: Add): void {
  const stages = wanted.filter((stage) => stage !== 'any' && stage !== 'none');
  const parts = [];
  if (wanted.includes('any')) parts.push(`q.error_stage != ''`);
  if (wanted.includes('none')) parts.push(`q.error_stage = ''`);
  if (stages.length > 0) parts.push('q.error_stage IN {errorStages:Array(String)}');
  add(`(${parts.join(' OR ')})`, 'errorStages', stages);
}

/** Words as the index cuts them: at every ASCII character that is neither letter nor digit. */
export function searchWords(text: string): string[] {
  return [
    ...new Set(
      text
        .toWellFormed()
        .toLowerCase()
        .split(/[^a-z0-9\u0080-\u{10ffff}]+/u),
    ),
  ].filter((word) => word !== '');
}

function addSearch(text: string, add: Add): void {
  const words = searchWords(text);
  if (words.length === 0) add('false');
  else
    add(
      '(hasAllTokens(q.question, {words:Array(String)}) OR hasAllTokens(q.answer, {words:Array(String)}))',
      'words',
      words,
    );
}

function byLabel(condition: string): string {
  return `q.query_id IN (SELECT query_id FROM query_labels WHERE ${SEEN_LABELS} AND ${condition})`;
}

function addLabelConditions(filter: Filter, add: Add): void {
  if (filter.verdict) {
    const verdicts = filter.verdict.filter((verdict) => verdict !== 'none');
    const given = byLabel('verdict IN {verdict:Array(String)}');
    const none = `NOT ${byLabel("verdict != ''")}`;
    const parts = [
      ...(verdicts.length > 0 ? [given] : []),
      ...(filter.verdict.includes('none') ? [none] : []),
    ];
    add(`(${parts.join(' OR ')})`, 'verdict', verdicts);
  }
  if (filter.failure) add(byLabel('failure IN {failure:Array(String)}'), 'failure', filter.failure);
  if (filter.detail) add(byLabel('detail IN {detail:Array(String)}'), 'detail', filter.detail);
  if (filter.reviewer)
    add(byLabel('hasAny(reviewers, {reviewer:Array(String)})'), 'reviewer', filter.reviewer);
}
