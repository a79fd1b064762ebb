import { joinedByRank } from '../dialects/joined-by-rank.ts';
import type { ReadHit, Reading, ScoreKind } from '../dialects/reading.ts';
import { LIMITS } from '../schema.ts';
import type { QuerySteps } from './query-steps.ts';
import { descendants, type Step } from './span-tree.ts';
import { type StepFailure, stepFailure } from './step-failure.ts';
import { epochMs, milliseconds } from './time-union.ts';

/** A hit as POST /api/v1/queries takes it. It has an id or a text. */
export type TraceHit = ReadHit;

/** One search or reranking of a query. */
export interface Retrieval {
  spanId: string;
  /** Of the span. */
  name: string;
  kind: 'retrieval' | 'reranker';
  /** The store, index or collection where one is named, else the name of the span. */
  retriever: string;
  query: string | undefined;
  topK: number | undefined;
  /** Empty: it found nothing. Undefined: it failed, or its emitter does not send what it found. */
  hits: TraceHit[] | undefined;
  /** What a reranker was given, where recorded. */
  candidates: TraceHit[] | undefined;
  scoreKind: ScoreKind;
  /** Epoch ms. */
  startedAt: number;
  durationMs: number;
  error: StepFailure | undefined;
  /** Whether the hits of the query come from it. */
  isUsed: boolean;
}

export interface QueryHits {
  hits: TraceHit[] | undefined;
  /** The span that each hit came from. */
  hitSpanIds: string[];
  candidates: TraceHit[] | undefined;
  /** Absent where no hit has a score. */
  scoreKind: ScoreKind | undefined;
  topK: number | undefined;
  retriever: string | undefined;
  retrievalQuery: string | undefined;
  retrievals: Retrieval[];
}

/**
 * The hits of a query: what its last reranker left, else what its only outermost retrieval found, else what all of
 * them found, merged rank by rank in the order of time without repeats. What a reranker was given are the candidates.
 * They are absent where no retrieval says what it found, and empty only where all of them found nothing.
 */
export function queryHits({ retrievals, rerankers }: QuerySteps): QueryHits {
  const searches = retrievals.map(resolved);
  const rerankings = rerankers.map(resolved);
  const reranking = rerankings.findLast((it) => it.hits !== undefined);
  const answered = searches.filter((it) => it.error === undefined);
  const used = reranking ? [reranking] : answered.filter((it) => it.hits !== undefined);
  for (const it of used) it.isUsed = true;
  const isUnknown = !reranking && answered.some((it) => it.hits === undefined);
  const merged = used.length === 0 ? undefined : mergedHits(used);
  const isKnown = merged !== undefined && !(isUnknown && merged.hits.length === 0);
  const named = answered.length > 0 ? answered : searches.length > 0 ? searches : rerankings;
  return {
    hits: isKnown ? merged.hits : undefined,
    hitSpanIds: isKnown ? merged.spanIds : [],
    candidates: reranking && candidatesOf(reranking, answered),
    scoreKind: isKnown && merged.hits.some((hit) => hit.score !== undefined) ? used[0]?.scoreKind : undefined,
    topK: onlyValue((used.length > 0 ? used : named).map((it) => it.topK)),
    retriever: named.length === 0 ? undefined : [...new Set(named.map((it) => it.retriever))].join(' + '),
    retrievalQuery: named.find((it) => it.query !== undefined)?.query,
    retrievals: [...searches, ...rerankings].sort(
      (a, b) => a.startedAt - b.startedAt || (a.spanId < b.spanId ? -1 : 1),
    ),
  };
}

/** A step with what the spans of its kind below it add, such as those of its vector store: ids, scores and names. */
function resolved(step: Step): Retrieval {
  const { span, reading } = step;
  const error = stepFailure(step);
  const below = descendants(step)
    .map((it) => it.reading)
    .filter((it) => it.kind === reading.kind);
  const firstSaid = <K extends keyof Reading>(field: K) =>
    [reading, ...below].find((it) => it[field] !== undefined)?.[field];
  const { hits, scoreKind } = joinedHits(reading, below);
  const candidates = firstSaid('candidates');
  return {
    spanId: span.spanId,
    name: span.name,
    kind: reading.kind === 'reranker' ? 'reranker' : 'retrieval',
    retriever: firstSaid('retriever') ?? span.name,
    query: firstSaid('retrievalQuery') ?? reading.input,
    topK: firstSaid('topK'),
    hits: error || hits === undefined ? undefined : storableHits(hits),
    candidates: candidates && storableHits(candidates),
    scoreKind: scoreKind ?? 'similarity',
    startedAt: epochMs(span.startNs),
    durationMs: milliseconds(span.endNs > span.startNs ? span.endNs - span.startNs : 0n),
    error,
    isUsed: false,
  };
}

/** Hits without a score are joined, rank by rank, with those of the nearest span below that lists the same ones. */
function joinedHits(reading: Reading, below: readonly Reading[]): Pick<Reading, 'hits' | 'scoreKind'> {
  let { hits, scoreKind } = reading;
  for (const store of below) {
    if (hits?.some((hit) => hit.score !== undefined)) break;
    const joined = hits === undefined ? store.hits : joinedByRank(hits, store.hits);
    if (joined === undefined) continue;
    hits = joined;
    scoreKind = store.scoreKind ?? scoreKind;
  }
  return { ...(hits && { hits }), ...(scoreKind && { scoreKind }) };
}

/** A hit that says nothing but a score cannot be stored. */
function storableHits(hits: readonly ReadHit[]): TraceHit[] {
  return hits.flatMap((hit) => {
    if (hit.id !== undefined || hit.text !== undefined) return [hit];
    return hit.metadata === undefined ? [] : [{ ...hit, text: JSON.stringify(hit.metadata) }];
  });
}

/** Scores of one kind stand beside each other only: those of another kind than the first's are left out. */
function mergedHits(all: readonly Retrieval[]): { hits: TraceHit[]; spanIds: string[] } {
  // More lists than hits are kept cannot all be heard.
  const lists = all.slice(0, LIMITS.hits);
  const hits: TraceHit[] = [];
  const spanIds: string[] = [];
  const depth = lists.reduce((most, it) => Math.max(most, it.hits?.length ?? 0), 0);
  for (let rank = 0; rank < depth && hits.length < LIMITS.hits; rank += 1) {
    for (const it of lists) {
      const hit = it.hits?.[rank];
      if (hit === undefined) continue;
      if (lists.length > 1 && hits.some((other) => isSame(hit, other))) continue;
      hits.push(it.scoreKind === lists[0]?.scoreKind ? hit : withoutScore(hit));
      spanIds.push(it.spanId);
    }
  }
  return { hits, spanIds };
}

function isSame(a: TraceHit, b: TraceHit): boolean {
  const isSameText = a.text !== undefined && a.text === b.text;
  if (a.id === undefined || b.id === undefined) return isSameText;
  return a.id === b.id && (isSameText || a.text === undefined || b.text === undefined);
}

/** What the reranker says it was given, else what was found before it. */
function candidatesOf(reranking: Retrieval, searches: readonly Retrieval[]): TraceHit[] | undefined {
  if (reranking.candidates !== undefined) return reranking.candidates;
  const before = searches.filter((it) => it.hits !== undefined && it.startedAt <= reranking.startedAt);
  if (before.length === 0) return undefined;
  const hits = mergedHits(before).hits;
  return before.every((it) => it.scoreKind === reranking.scoreKind) ? hits : hits.map(withoutScore);
}

function withoutScore({ score: _, ...hit }: TraceHit): TraceHit {
  return hit;
}

function onlyValue<T>(values: readonly T[]): T | undefined {
  const distinct = new Set(values);
  return distinct.size === 1 ? [...distinct][0] : undefined;
}
