import { z } from 'zod';
import { chatMessageSchema, type HitView, type QueryDetail } from '../schema.ts';
import { itemRowSchema, toListItem } from './item-row.ts';
import type { QueryScore } from './query-scores.ts';

const number = z.number().nullable();
const texts = z.array(z.string());

/** What a query's page shows beyond the columns of a list item. `received_at` and the sums are read as sent. */
export const detailRowSchema = itemRowSchema.extend({
  received_at: z.string(),
  messages: z.string(),
  retrieval_query: z.string().nullable(),
  top_k: number,
  score_kind: z.string(),
  hit_ids: texts,
  hit_chunks: texts,
  hit_scores: z.array(number),
  hit_titles: texts,
  hit_sources: texts,
  hit_metadata: texts,
  hit_cited: z.array(z.number()),
  cited_derived: z.boolean(),
  candidates: z.string(),
  input_tokens: number,
  cached_tokens: number,
  output_tokens: number,
  cost_estimated: z.boolean(),
  format_ok: z.boolean().nullable(),
  format_reason: z.string(),
  format_rules: texts,
  answer_sentences: z.number(),
  linked_sentences: z.number(),
  trace_id: z.string(),
  metadata: z.record(z.string(), z.string()),
  expected_answer: z.string().nullable(),
  expected_ids: texts,
  expected_answerable: z.boolean().nullable(),
  marks: texts,
  cut_lengths: z.record(z.string(), z.number()),
  question_hash: z.string(),
});
export type DetailRow = z.output<typeof detailRowSchema>;

export const DETAIL_COLUMNS = Object.keys(detailRowSchema.shape).filter(
  (column) => !(column in itemRowSchema.shape),
);

const candidateSchema = z.object({
  id: z.string(),
  chunk: z.string(),
  title: z.string().default(''),
  source: z.string().default(''),
  score: z.number().nullable().default(null),
  metadata: z.record(z.string(), z.unknown()).default({}),
});

/** The stored candidates; an empty list where none were logged. */
export function parseCandidates(json: string): z.output<typeof candidateSchema>[] {
  return json === '' ? [] : z.array(candidateSchema).parse(JSON.parse(json));
}

/** The stored messages; an empty list where none were logged. */
export function parseMessages(json: string): z.output<typeof chatMessageSchema>[] {
  return json === '' ? [] : z.array(chatMessageSchema).parse(JSON.parse(json));
}

export function toDetail(
  row: DetailRow,
  known: {
    texts: ReadonlyMap<string, string>;
    grades: ReadonlyMap<string, number>;
    comments: QueryDetail['feedbackComments'];
    scores: readonly QueryScore[];
    blind: boolean;
  },
): QueryDetail {
  return {
    ...toListItem(row, known.blind),
    receivedAt: new Date(`${row.received_at.replace(' ', 'T')}Z`).toISOString(),
    messages: parseMessages(row.messages),
    retrievalQuery: row.retrieval_query,
    topK: row.top_k,
    scoreKind: row.score_kind,
    hits: row.hit_ids.map((id, i) => toHit(row, id, i, known)),
    citedDerived: row.cited_derived,
    candidates: parseCandidates(row.candidates).map((candidate, i) => ({
      ...candidate,
      rank: i + 1,
      text: known.texts.get(candidate.chunk) ?? null,
    })),
    tokens: { input: row.input_tokens, cached: row.cached_tokens, output: row.output_tokens },
    costEstimated: row.cost_estimated,
    formatOk: row.format_ok,
    formatReason: row.format_reason,
    formatRules: row.format_rules,
    answerSentences: row.answer_sentences,
    linkedSentences: row.linked_sentences,
    traceId: row.trace_id,
    metadata: row.metadata,
    expected: {
      answer: row.expected_answer,
      relevantIds: row.expected_ids,
      answerable: row.expected_answerable,
    },
    scores: known.scores
      .filter(({ hitId }) => !row.hit_ids.includes(hitId))
      .map((score) => ({ ...score, hitId: score.hitId || null })),
    feedbackComments: known.comments,
    marks: row.marks,
    cutLengths: row.cut_lengths,
    questionHash: row.question_hash,
  };
}

function toHit(
  row: DetailRow,
  id: string,
  i: number,
  known: {
    texts: ReadonlyMap<string, string>;
    grades: ReadonlyMap<string, number>;
    scores: readonly QueryScore[];
  },
): HitView {
  const chunk = row.hit_chunks[i] ?? '';
  return {
    rank: i + 1,
    id,
    chunk,
    text: known.texts.get(chunk) ?? null,
    title: row.hit_titles[i] ?? '',
    source: row.hit_sources[i] ?? '',
    score: row.hit_scores[i] ?? null,
    cited: row.hit_cited[i] === 1,
    metadata: parseMetadata(row.hit_metadata[i]),
    grade: known.grades.get(chunk) ?? null,
    scores: known.scores.filter((score) => score.hitId === id).map(({ hitId: _, ...score }) => score),
  };
}

function parseMetadata(json: string | undefined): Record<string, unknown> {
  return json === undefined || json === '' ? {} : z.record(z.string(), z.unknown()).parse(JSON.parse(json));
}
