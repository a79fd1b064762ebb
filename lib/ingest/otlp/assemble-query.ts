import type { ChatMessage, Reading } from '../dialects/reading.ts';
import { queryError } from './query-error.ts';
import { queryHits, type Retrieval, type TraceHit } from './query-retrievals.ts';
import type { QuerySteps } from './query-steps.ts';
import { queryAnswer, queryQuestion } from './query-text.ts';
import { epochMs, milliseconds, unionMs } from './time-union.ts';

const MOST_TOP_K = 65_535;

/** A query as POST /api/v1/queries takes it. Absent fields are not in the object. */
export type QueryEvent = {
  /** Absent: the id is the trace's. */
  id?: string;
  /** Epoch ms. */
  startedAt: number;
  /** Absent while no content is recorded, or what asks has not arrived. */
  question?: string;
  messages?: ChatMessage[];
  retrievalQuery?: string;
  hits?: TraceHit[];
  scoreKind?: Retrieval['scoreKind'];
  candidates?: TraceHit[];
  topK?: number;
  answer: string | null;
  error?: { stage: 'retrieval' | 'generation' | 'other'; type: string; message: string };
  model?: string;
  promptVersion?: string;
  retriever?: string;
  indexVersion?: string;
  environment?: string;
  release?: string;
  latency: { retrievalMs?: number; generationMs?: number; firstTokenMs?: number; totalMs: number };
  tokens?: { input?: number; cached?: number; output?: number };
  costUsd?: number;
  sessionId?: string;
  userId?: string;
  traceId: string;
  tags?: string[];
  metadata?: Record<string, unknown>;
  expected?: { answer: string };
};

export interface AssembledQuery {
  event: QueryEvent;
  retrievals: Retrieval[];
  /** For each of the event's hits, the span that found it. */
  hitSpanIds: string[];
  /** Every span of the query. */
  spanIds: string[];
  /** Other ids under which evaluations name this query. */
  aliases: string[];
}

/** Makes one query of its steps. `id` is given where the trace was split. */
export function assembleQuery(steps: QuerySteps, traceId: string, id: string | undefined): AssembledQuery {
  const found = queryHits(steps);
  const error = queryError(steps);
  const hits = error?.stage === 'retrieval' ? undefined : found.hits;
  const question = queryQuestion(steps);
  const { startedAt, totalMs } = extent(steps);
  const said = <K extends keyof Reading>(field: K) =>
    steps.all.find(({ reading }) => reading[field] !== undefined)?.reading[field];
  const answering = steps.answering?.reading;
  const expectedAnswer = said('expectedAnswer');
  const event = present<QueryEvent>({
    id,
    traceId,
    startedAt,
    question,
    messages: answering?.messages,
    retrievalQuery: found.retrievalQuery === question ? undefined : found.retrievalQuery,
    hits: hits?.map(bounded),
    scoreKind: hits && found.scoreKind,
    candidates: hits && found.candidates?.map(bounded),
    topK: found.topK !== undefined && found.topK <= MOST_TOP_K ? found.topK : undefined,
    answer: queryAnswer(steps),
    error,
    model: modelOf(steps),
    promptVersion: answering?.promptVersion ?? said('promptVersion'),
    retriever: found.retriever,
    indexVersion: said('indexVersion'),
    environment: said('environment'),
    release: said('release'),
    latency: present<QueryEvent['latency']>({
      retrievalMs: unionMs([...steps.retrievals, ...steps.rerankers].map(({ span }) => span)),
      generationMs: unionMs(steps.models.map(({ span }) => span)),
      firstTokenMs: answering?.firstTokenMs ?? said('firstTokenMs'),
      totalMs,
    }),
    tokens: tokensOf(steps),
    costUsd: sumOf(steps, 'costUsd'),
    sessionId: said('sessionId'),
    userId: said('userId'),
    tags: tagsOf(steps),
    metadata: metadataOf(steps),
    expected: expectedAnswer === undefined ? undefined : { answer: expectedAnswer },
  });
  return {
    event,
    retrievals: found.retrievals,
    hitSpanIds: hits === undefined ? [] : found.hitSpanIds,
    spanIds: steps.all.map(({ span }) => span.spanId),
    aliases: [...new Set(steps.all.flatMap(({ reading }) => reading.recordId ?? []))].sort(),
  };
}

/** From the start of the span that holds the whole, else of the first, to the end of the last that counts. */
function extent({ all, enclosing, models, retrievals, rerankers }: QuerySteps) {
  const outer = enclosing[0];
  const spans = (outer ? [outer, ...models, ...retrievals, ...rerankers] : all).map(({ span }) => span);
  let startNs = spans[0]?.startNs ?? 0n;
  let endNs = startNs;
  for (const span of spans) {
    if (span.startNs < startNs) startNs = span.startNs;
    if (span.endNs > endNs) endNs = span.endNs;
  }
  return { startedAt: epochMs(startNs), totalMs: milliseconds(endNs - startNs) };
}

function modelOf({ answering, models }: QuerySteps): string | undefined {
  return [...(answering ? [answering] : []), ...models.toReversed()]
    .map(({ reading }) => reading.responseModel ?? reading.requestModel)
    .find((model) => model !== undefined);
}

function tokensOf(steps: QuerySteps): QueryEvent['tokens'] {
  const tokens = present<NonNullable<QueryEvent['tokens']>>({
    input: sumOf(steps, 'inputTokens'),
    cached: sumOf(steps, 'cachedTokens'),
    output: sumOf(steps, 'outputTokens'),
  });
  return Object.keys(tokens).length === 0 ? undefined : tokens;
}

/** Over the leaf model calls that say it: what holds them says it again. */
function sumOf(
  { models }: QuerySteps,
  field: 'inputTokens' | 'cachedTokens' | 'outputTokens' | 'costUsd',
): number | undefined {
  const values = models.flatMap(({ reading }) => reading[field] ?? []);
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  return sum >= 0 && sum <= Number.MAX_SAFE_INTEGER ? sum : undefined;
}

function tagsOf({ all }: QuerySteps): string[] | undefined {
  const tags = [...new Set(all.flatMap(({ reading }) => reading.tags ?? []))];
  return tags.length === 0 ? undefined : tags;
}

/** Of two values under one key the outer span's counts. */
function metadataOf({ all }: QuerySteps): Record<string, unknown> | undefined {
  const sent = all.flatMap(({ reading }) => reading.metadata ?? []).reverse();
  return sent.length === 0 ? undefined : Object.assign(Object.create(null), ...sent);
}

/** Ids beyond the limit would cost the whole query. */
function bounded(hit: TraceHit): TraceHit {
  return hit.id !== undefined && hit.id.length > 4096 ? { ...hit, id: hit.id.slice(0, 4096) } : hit;
}

function present<T extends object>(
  fields: { [K in keyof T]: T[K] | undefined } | { [K in keyof T]?: T[K] | undefined },
): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
