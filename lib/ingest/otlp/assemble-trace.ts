import { textOf } from '../dialects/attribute-reader.ts';
import { DIALECTS } from '../dialects/read-span.ts';
import { LIMITS } from '../schema.ts';
import { type AssembledQuery, assembleQuery } from './assemble-query.ts';
import { querySteps } from './query-steps.ts';
import type { Span } from './span.ts';
import { byTime, type Step, spanTree } from './span-tree.ts';

export type { AssembledQuery, QueryEvent } from './assemble-query.ts';
export type { Retrieval, TraceHit } from './query-retrievals.ts';

/** The span's subtree is a query of its own, under this id. */
const QUERY_ID = 'faultline.query.id';

/** A score as POST /api/v1/scores takes it. */
export interface AssembledScore {
  queryId: string;
  hitId?: string;
  name: string;
  value?: number;
  label?: string;
  comment?: string;
  source: 'code' | 'judge' | 'person';
  version?: string;
}

export interface AssembledTrace {
  queries: AssembledQuery[];
  scores: AssembledScore[];
  /** Names of the dialects spoken, most trusted first. */
  dialects: string[];
}

/**
 * The queries and scores that the spans of one trace make; no query where none of them is a model call or a retrieval.
 * The result is the same for any order of the spans, and for spans that were sent more than once.
 */
export function assembleTrace(spans: readonly Span[]): AssembledTrace {
  const steps = spanTree(spans);
  const ids = queryIds(steps);
  const groups = Map.groupBy(steps, (step) => ids.get(step));
  const queries = [...groups].flatMap(([id, group]) => {
    const sorted = querySteps(group);
    return sorted === undefined ? [] : [assembleQuery(sorted, group[0]?.span.traceId ?? '', id)];
  });
  const spoken = new Set(steps.flatMap(({ reading }) => reading.dialects));
  return {
    queries,
    scores: steps.toSorted(byTime).flatMap((step) => scoresOf(step, ids.get(step))),
    dialects: DIALECTS.map(({ name }) => name).filter((name) => spoken.has(name)),
  };
}

/** The id each step was given by the nearest span at or above it; undefined for the rest of the trace. */
function queryIds(steps: readonly Step[]): Map<Step, string | undefined> {
  const ids = new Map<Step, string | undefined>();
  for (const step of steps) {
    const own = textOf(step.span.attributes, QUERY_ID)?.slice(0, LIMITS.idLength);
    ids.set(step, own ?? (step.parent && ids.get(step.parent)));
  }
  return ids;
}

/** A score is of the trace its span is linked to, else of the query that its span is part of. */
function scoresOf({ span, reading }: Step, id: string | undefined): AssembledScore[] {
  const linked = span.links?.[0]?.traceId;
  return (reading.scores ?? []).map(({ recordId, annotator, ...score }) => ({
    ...score,
    queryId: recordId ?? linked ?? id ?? span.traceId,
    ...(score.version === undefined && annotator !== undefined ? { version: annotator } : {}),
  }));
}
