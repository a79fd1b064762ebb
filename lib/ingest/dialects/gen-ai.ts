import type { Attributes, Span } from '../otlp/span.ts';
import { countOf, hasKey, numberOf, structureOf, textOf, textsOf } from './attribute-reader.ts';
import { documentHits } from './document-hit.ts';
import { evaluationResult } from './evaluation-result.ts';
import { answerMessages, promptMessages } from './gen-ai-messages.ts';
import { type Dialect, type Reading, type StepKind, said } from './reading.ts';
import { spokenQuestion } from './spoken-text.ts';

const KINDS: Record<string, StepKind> = {
  chat: 'model',
  chat_completion: 'model',
  completion: 'model',
  text_completion: 'model',
  generate_content: 'model',
  generate: 'model',
  embeddings: 'embedding',
  embedding: 'embedding',
  retrieval: 'retrieval',
  retrieve: 'retrieval',
  vector_db_retrieve: 'retrieval',
  rerank: 'reranker',
  execute_tool: 'tool',
  invoke_agent: 'agent',
  create_agent: 'chain',
  invoke_workflow: 'chain',
  agent_step: 'chain',
  plan: 'chain',
  search_memory: 'tool',
  create_memory: 'tool',
  update_memory: 'tool',
  upsert_memory: 'tool',
  delete_memory: 'tool',
};

/**
 * The OpenTelemetry conventions for generative AI: the deprecated names, v1.41 and those of the repository of its own.
 * Messages come as attributes (JSON or structured), as span events, or in an event with the details of the operation.
 */
export const genAi: Dialect = {
  name: 'gen-ai',
  speaks: (span) =>
    hasKey(span.attributes, 'gen_ai.') || span.events.some((event) => event.name.startsWith('gen_ai.')),
  read,
};

function read(span: Span): Reading {
  const own = span.attributes;
  const operation = textOf(own, 'gen_ai.operation.name') ?? '';
  const kind = Object.hasOwn(KINDS, operation) ? KINDS[operation] : undefined;
  const isSearch = kind === 'retrieval' || kind === 'reranker';
  const documents = span.events.find((event) => event.name === 'gen_ai.retrieval.documents')?.attributes;
  const asked = span.events.find((event) => event.name === 'gen_ai.retrieval.query')?.attributes;
  const hits =
    documentHits(structureOf(own, 'gen_ai.retrieval.documents')) ??
    (documents && documentHits(structureOf(documents, 'gen_ai.retrieval.documents', 'documents', 'content')));
  return said<Reading>({
    kind,
    impliedKind: hits === undefined ? impliedKind(span) : 'retrieval',
    messages: promptMessages(span),
    outputMessages: answerMessages(span),
    input: kind === 'tool' ? spokenQuestion(structureOf(own, 'gen_ai.tool.call.arguments')) : undefined,
    output: kind === 'tool' ? textOf(own, 'gen_ai.tool.call.result') : undefined,
    retrievalQuery:
      textOf(own, 'gen_ai.retrieval.query.text') ??
      (asked && textOf(asked, 'gen_ai.retrieval.query.text', 'gen_ai.retrieval.query', 'content')),
    hits,
    topK: countOf(own, 'gen_ai.retrieval.top_k', ...(isSearch ? ['gen_ai.request.top_k'] : [])),
    retriever: isSearch || hits ? textOf(own, 'gen_ai.data_source.id') : undefined,
    responseModel: textOf(own, 'gen_ai.response.model'),
    requestModel: textOf(own, 'gen_ai.request.model'),
    inputTokens: countOf(own, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    cachedTokens: countOf(
      own,
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
    ),
    outputTokens: countOf(own, 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
    costUsd: numberOf(own, 'gen_ai.usage.cost', 'operation.cost'),
    firstTokenMs: seconds(numberOf(own, 'gen_ai.response.time_to_first_chunk')),
    promptVersion: textOf(own, 'gen_ai.prompt.name'),
    sessionId: textOf(own, 'gen_ai.conversation.id'),
    userId: textOf(own, 'gen_ai.user'),
    environment: textOf(own, 'gen_ai.environment'),
    scores: evaluations(span),
    error: finishError(own),
  });
}

/** A model that is named, with anything else that only a call of it has. */
function impliedKind({ attributes, events }: Span): StepKind | undefined {
  const isNamed = textOf(attributes, 'gen_ai.response.model', 'gen_ai.request.model') !== undefined;
  if (!isNamed || textOf(attributes, 'gen_ai.tool.name') !== undefined) return undefined;
  return attributes.has('gen_ai.response.model') ||
    hasKey(attributes, 'gen_ai.usage.', 'gen_ai.prompt', 'gen_ai.input.') ||
    events.some((event) => event.name.startsWith('gen_ai.'))
    ? 'model'
    : undefined;
}

function evaluations({ attributes, events }: Span): Reading['scores'] {
  const sent = events
    .filter((event) => event.name === 'gen_ai.evaluation.result')
    .map((event) => event.attributes);
  const scores = [attributes, ...sent].flatMap((source) => evaluationResult(source) ?? []);
  return scores.length === 0 ? undefined : scores;
}

function finishError(attributes: Attributes): Reading['error'] {
  const type = textOf(attributes, 'error.type');
  if (type !== undefined) return { type, message: textOf(attributes, 'error.message') ?? '' };
  const reasons = textsOf(attributes, 'gen_ai.response.finish_reasons') ?? [];
  const aborted = reasons.find((reason) => /^(aborted|abort|cancelled|canceled)$/i.test(reason));
  return aborted === undefined ? undefined : { type: aborted, message: '' };
}

function seconds(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value * 1000;
}
