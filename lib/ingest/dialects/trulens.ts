import type { Attributes, Span } from '../otlp/span.ts';
import { asNumber, asText, countOf, hasKey, numberOf, structureOf, textOf } from './attribute-reader.ts';
import { chatMessages } from './chat-messages.ts';
import { documentHits } from './document-hit.ts';
import { scoreOf } from './evaluation-result.ts';
import {
  type ChatMessage,
  type Dialect,
  type ReadHit,
  type Reading,
  type StepKind,
  said,
} from './reading.ts';
import { spokenAnswer, spokenQuestion } from './spoken-text.ts';

const BASE = 'ai.observability.';
const KINDS: Record<string, StepKind> = {
  record_root: 'chain',
  retrieval: 'retrieval',
  reranking: 'reranker',
  generation: 'model',
  embedding: 'embedding',
  tool: 'tool',
  tool_invocation: 'tool',
  agent: 'chain',
  agent_invocation: 'chain',
  graph_node: 'chain',
  graph_task: 'chain',
  workflow_step: 'chain',
  eval_root: 'evaluation',
  eval: 'evaluation',
};

/** TruLens: contexts are bare texts; a feedback function makes a trace of its own that names the record it judged. */
export const trulens: Dialect = {
  name: 'trulens',
  speaks: ({ attributes }) => hasKey(attributes, BASE),
  read,
};

function read({ attributes }: Span): Reading {
  const type = textOf(attributes, `${BASE}span_type`) ?? '';
  const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  // Attributes of an evaluation repeat those of the steps it looked at.
  if (kind === 'evaluation') return said<Reading>({ kind, scores: scores(attributes, type) });
  const returned = structureOf(attributes, `${BASE}call.return`);
  return said<Reading>({
    kind,
    queryInput: spokenQuestion(structureOf(attributes, `${BASE}record_root.input`)),
    queryOutput: spokenAnswer(structureOf(attributes, `${BASE}record_root.output`)),
    expectedAnswer: textOf(attributes, `${BASE}record_root.ground_truth_output`),
    output: kind === 'model' ? spokenAnswer(returned) : undefined,
    messages: chatMessages(
      structureOf(attributes, `${BASE}generation.input_messages`, `${BASE}call.kwargs.messages`),
    ),
    outputMessages: outputMessages(attributes),
    retrievalQuery: textOf(attributes, `${BASE}retrieval.query_text`, `${BASE}reranking.query_text`),
    hits: kind === 'reranker' ? reranked(attributes) : contexts(attributes, `${BASE}retrieval.retrieved_`),
    candidates: kind === 'reranker' ? contexts(attributes, `${BASE}reranking.input_context_`) : undefined,
    scoreKind: kind === 'retrieval' && isDistance(attributes) ? 'distance' : undefined,
    topK: countOf(attributes, `${BASE}retrieval.num_contexts`, `${BASE}reranking.top_n`),
    responseModel: textOf(attributes, `${BASE}cost.model`, `${BASE}generation.model_name`),
    inputTokens: countOf(attributes, `${BASE}cost.num_prompt_tokens`, `${BASE}generation.input_token_count`),
    outputTokens: countOf(
      attributes,
      `${BASE}cost.num_completion_tokens`,
      `${BASE}generation.output_token_count`,
    ),
    costUsd: isUsd(attributes) ? numberOf(attributes, `${BASE}cost.cost`) : undefined,
    recordId: textOf(attributes, `${BASE}record_id`),
    release: textOf(attributes, `${BASE}app_version`),
    error: errorOf(attributes),
  });
}

function outputMessages(attributes: Attributes): ChatMessage[] | undefined {
  return chatMessages(structureOf(attributes, `${BASE}generation.output_messages`));
}

/** Texts, with their scores where a list of them stands beside. */
function contexts(attributes: Attributes, prefix: string): ReadHit[] | undefined {
  const texts = structureOf(attributes, `${prefix}contexts`, `${prefix}texts`);
  const given = structureOf(attributes, `${prefix}scores`);
  const hits = documentHits(texts);
  if (hits === undefined || !Array.isArray(given)) return hits;
  return hits.map((hit, rank) => said<ReadHit>({ ...hit, score: asNumber(given[rank]) }));
}

/** `output_ranks` names the contexts given, best first. */
function reranked(attributes: Attributes): ReadHit[] | undefined {
  const given = contexts(attributes, `${BASE}reranking.input_context_`);
  const ranks = structureOf(attributes, `${BASE}reranking.output_ranks`);
  if (given === undefined || !Array.isArray(ranks)) return undefined;
  return ranks.flatMap((rank) => given[asNumber(rank) ?? -1]?.text ?? []).map((text) => ({ text }));
}

function isDistance(attributes: Attributes): boolean {
  return /l2|euclid|distance/i.test(textOf(attributes, `${BASE}retrieval.distance_type`) ?? '');
}

function isUsd(attributes: Attributes): boolean {
  return /^usd$/i.test(textOf(attributes, `${BASE}cost.cost_currency`) ?? 'USD');
}

/** Only the root of a feedback function has its result; the spans below explain it. */
function scores(attributes: Attributes, type: string): Reading['scores'] {
  if (type !== 'eval_root') return undefined;
  const score = scoreOf(
    textOf(attributes, `${BASE}eval_root.metric_name`, `${BASE}eval.metric_name`),
    {
      value: numberOf(attributes, `${BASE}eval_root.score`, `${BASE}eval.score`),
      comment: textOf(attributes, `${BASE}eval_root.explanation`, `${BASE}eval.explanation`),
      recordId: textOf(attributes, `${BASE}eval.target_record_id`, `${BASE}record_id`),
    },
    'judge',
  );
  return score === undefined ? undefined : [score];
}

function errorOf(attributes: Attributes): Reading['error'] {
  const message = asText(structureOf(attributes, `${BASE}call.error`, `${BASE}record_root.error`));
  return message === undefined ? undefined : { type: '', message };
}
