import { type AnswerRules, NO_ANSWER_RULES } from '#lib/quality/answer-rules.ts';
import { questionHash } from '#lib/query-log/question-hash.ts';
import type { Origin } from '#lib/query-log/schema.ts';
import { prn } from '#lib/statistics/sampling.ts';
import { chatQuestion } from './chat-question.ts';
import { costColumns, formatColumns } from './checked-answer.ts';
import { chunkKey } from './chunk-key.ts';
import { derivedCitations } from './derived-citations.ts';
import type { EventNotes } from './event-notes.ts';
import { EventRejection } from './event-rejection.ts';
import { linkedSentences } from './linked-sentences.ts';
import { isText, type WireHit, type WireQuery } from './schema.ts';

/** What the server knows of an event beside what was sent. */
export interface Arrival {
  projectId: string;
  samplingSecret: string;
  origin: Origin;
  /** Wire and convention: `json` where it is left out, otlp:openinference, ... */
  dialect?: string;
  /** When the event came, in epoch ms. */
  receivedMs: number;
  /** What the project's people set about prices and the form of answers; left out: nothing. */
  rules?: AnswerRules;
}

export interface Chunk {
  hash: string;
  text: string;
}

const HOUR_MS = 3_600_000;

/**
 * A cleaned query as a row of the table `queries`, and the texts of its hits. Times are epoch ms, `bucket` epoch
 * seconds. Throws EventRejection where there is no question.
 */
export function queryRow(
  query: WireQuery,
  known: Arrival & {
    id: string;
    startedMs: number;
    contentHash: string;
    notes: EventNotes;
  },
) {
  const question = query.question ?? (query.messages && chatQuestion(query.messages));
  if (question == null)
    throw new EventRejection('invalid', 'question', 'is required, or messages with a user turn');
  const { id } = known;
  const { marks, cutLengths } = known.notes;
  const chunks: Chunk[] = [];
  const answer = query.answer ?? null;
  const rules = known.rules ?? NO_ANSWER_RULES;
  return {
    row: {
      project_id: known.projectId,
      bucket: Math.floor(known.startedMs / HOUR_MS) * 3600,
      query_id: id,
      version: known.receivedMs,
      content_hash: known.contentHash,
      started_at: known.startedMs,
      received_at: known.receivedMs,
      origin: known.origin,
      dialect: known.dialect ?? 'json',
      question,
      question_hash: hashOfAsked(query.retrievalQuery ?? question, id),
      messages: query.messages?.length ? JSON.stringify(query.messages) : '',
      retrieval_query: query.retrievalQuery ?? null,
      answer,
      error_stage: query.error ? (query.error.stage ?? 'other') : '',
      error_type: query.error?.type ?? '',
      error_message: query.error?.message ?? '',
      ...retrievalColumns(query, answer, chunks),
      /** JSON; filled in where spans tell of more than one list of hits (lib/ingest/stored-retrievals.ts). */
      retrievals: '',
      model: query.model ?? '',
      prompt_version: query.promptVersion ?? '',
      retriever: query.retriever ?? '',
      index_version: query.indexVersion ?? '',
      environment: query.environment ?? '',
      release: query.release ?? '',
      retrieval_ms: latency(query.latency?.retrievalMs, marks),
      generation_ms: latency(query.latency?.generationMs, marks),
      first_token_ms: latency(query.latency?.firstTokenMs, marks),
      total_ms: latency(query.latency?.totalMs, marks),
      input_tokens: query.tokens?.input ?? null,
      cached_tokens: query.tokens?.cached ?? null,
      output_tokens: query.tokens?.output ?? null,
      ...costColumns(query, known.startedMs, rules),
      ...formatColumns(answer, query.promptVersion ?? '', rules, cutLengths),
      session_id: query.sessionId ?? '',
      user_id: query.userId ?? '',
      trace_id: query.traceId ?? '',
      tags: query.tags ?? [],
      metadata: textValues(query.metadata ?? {}),
      expected_answer: query.expected?.answer ?? null,
      expected_ids: query.expected?.relevantIds ?? [],
      expected_answerable: query.expected?.answerable ?? null,
      marks: [...marks],
      cut_lengths: Object.fromEntries(cutLengths),
      u: prn('select', id, known.samplingSecret),
      v: prn('order', id, known.samplingSecret),
      o: prn('overlap', id, known.samplingSecret),
    },
    chunks,
  };
}

export type QueryRow = ReturnType<typeof queryRow>['row'];

function retrievalColumns(query: WireQuery, answer: string | null, chunks: Chunk[]) {
  const hits = (query.hits ?? []).map((hit) => storedHit(hit, chunks));
  const candidates = (query.candidates ?? []).map((hit) => storedHit(hit, chunks));
  const isGiven = hits.some((hit) => hit.cited !== undefined);
  const cited = isGiven ? hits.map((hit) => hit.cited === true) : derivedCitations(answer, hits);
  const scoreKind = query.scoreKind ?? 'similarity';
  const { sentences, linked } = linkedSentences(answer, hits);
  return {
    retrieved: query.hits != null,
    hit_count: hits.length,
    zero_hit: query.hits?.length === 0 && query.error?.stage !== 'retrieval',
    top_k: query.topK ?? null,
    top_score: topScore(
      hits.map((hit) => hit.score),
      scoreKind === 'similarity',
    ),
    score_kind: scoreKind,
    hit_ids: hits.map((hit) => hit.id),
    hit_chunks: hits.map((hit) => hit.chunk),
    hit_scores: hits.map((hit) => hit.score),
    hit_titles: hits.map((hit) => hit.title),
    hit_sources: hits.map((hit) => hit.source),
    hit_metadata: hits.map((hit) => (hit.metadata ? JSON.stringify(hit.metadata) : '')),
    hit_cited: cited.map(Number),
    cited_derived: hits.length > 0 && !isGiven,
    answer_sentences: sentences,
    linked_sentences: linked,
    candidates:
      candidates.length === 0
        ? ''
        : JSON.stringify(
            candidates.map(({ id, chunk, title, source, score, metadata }) => ({
              id,
              chunk,
              title,
              source,
              score,
              metadata,
            })),
          ),
  };
}

/** A hit with its chunk's hash; its text, where known, is added to `chunks`. */
export function storedHit(hit: WireHit, chunks: Chunk[]) {
  const chunk = chunkKey(hit.id ?? hit.source ?? hit.title ?? '', hit.text);
  if (isText(hit.text)) chunks.push({ hash: chunk, text: hit.text });
  return {
    id: hit.id ?? chunk,
    chunk,
    text: hit.text ?? '',
    title: hit.title ?? '',
    source: hit.source ?? '',
    score: hit.score ?? null,
    metadata: hit.metadata ?? undefined,
    cited: hit.cited ?? undefined,
  };
}

/** The best score: the highest similarity, else the lowest distance or rank; null where no hit has one. */
function topScore(scores: readonly (number | null)[], higherIsBetter: boolean): number | null {
  const known = scores.filter((score) => score !== null);
  if (known.length === 0) return null;
  return higherIsBetter ? Math.max(...known) : Math.min(...known);
}

/** A negative duration comes from a clock that was set back while it ran: nothing is known of it. */
function latency(ms: number | null | undefined, marks: Set<string>): number | null {
  if (ms == null) return null;
  if (ms >= 0) return ms;
  marks.add('negative_latency');
  return null;
}

/** Values as text; what is not text as its JSON. Own keys only, so that `__proto__` stays a key. */
function textValues(metadata: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => [
      key,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
}

/** Judgements are shared by those who ask the same; of two queries whose question is not recorded nobody knows that. */
function hashOfAsked(asked: string, id: string): string {
  return questionHash(asked.trim() === '' ? `\u0000${id}` : asked);
}
