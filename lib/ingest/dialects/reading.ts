import type { Span } from '../otlp/span.ts';

/** What a span did. An agent is a model call only where no model call is found inside it. */
export type StepKind =
  | 'model'
  | 'agent'
  | 'retrieval'
  | 'reranker'
  | 'embedding'
  | 'tool'
  | 'chain'
  | 'evaluation';

export type ScoreKind = 'similarity' | 'distance' | 'rank';

/** A message of an OpenAI chat, whatever shape it was sent in. */
export interface ChatMessage {
  role: string;
  content: string | null;
  name?: string;
  tool_calls?: ToolCall[];
  tool_call_id?: string;
}

export interface ToolCall {
  id?: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** A hit as far as the emitter says: it may lack an id, a text and a score. */
export interface ReadHit {
  id?: string;
  text?: string;
  title?: string;
  source?: string;
  score?: number;
  metadata?: Record<string, unknown>;
}

/** What an evaluation span, event or annotation says. */
export interface ReadScore {
  name: string;
  value?: number;
  label?: string;
  comment?: string;
  source: 'code' | 'judge' | 'person';
  /** Version of the evaluator. */
  version?: string;
  /** Who or what annotated, where the emitter keeps several annotations of one name apart. */
  annotator?: string;
  /** The hit that was judged; absent: the answer. */
  hitId?: string;
  /** The TruLens record that was evaluated; absent: see the links of the span, else its own trace. */
  recordId?: string;
}

/**
 * What one dialect makes of one span: only what the span says. Everything absent was not said. Durations are
 * milliseconds, costs US dollars; `cached` tokens are part of `input`.
 */
export interface Reading {
  /** What the emitter calls the step. */
  kind?: StepKind;
  /** What the step must be by its other attributes; counts only where no dialect names a kind. */
  impliedKind?: StepKind;
  /** A question to the step in plain text, and its answer. */
  input?: string;
  output?: string;
  /** Of the whole query, said on any of its spans. */
  queryInput?: string;
  queryOutput?: string;
  expectedAnswer?: string;
  /** The prompt of a model call, without its answer. */
  messages?: ChatMessage[];
  outputMessages?: ChatMessage[];
  retrievalQuery?: string;
  /** Empty: retrieval ran and found nothing. Absent: the span does not say. */
  hits?: ReadHit[];
  candidates?: ReadHit[];
  scoreKind?: ScoreKind;
  topK?: number;
  /** The store, index or collection that was searched. */
  retriever?: string;
  indexVersion?: string;
  responseModel?: string;
  requestModel?: string;
  inputTokens?: number;
  cachedTokens?: number;
  outputTokens?: number;
  costUsd?: number;
  firstTokenMs?: number;
  promptVersion?: string;
  sessionId?: string;
  userId?: string;
  environment?: string;
  release?: string;
  tags?: string[];
  metadata?: Record<string, unknown>;
  error?: { type: string; message: string };
  scores?: ReadScore[];
  /** The id under which evaluations of TruLens name this query. */
  recordId?: string;
}

export interface Dialect {
  name: string;
  /** A key of the span, or of its events, that only this dialect writes. */
  speaks: (span: Span) => boolean;
  read: (span: Span) => Reading;
}

/** The reading without the fields that are undefined, so that the next dialect may fill them. */
export function said<T extends object>(
  fields: { [K in keyof T]?: T[K] | undefined },
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
