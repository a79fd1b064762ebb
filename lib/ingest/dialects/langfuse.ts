import type { Attributes, Span } from '../otlp/span.ts';
import {
  asCount,
  asNumber,
  asText,
  hasKey,
  objectOf,
  structureOf,
  textOf,
  textsOf,
  valuesUnder,
} from './attribute-reader.ts';
import { chatMessage, chatMessages } from './chat-messages.ts';
import { documentHits } from './document-hit.ts';
import { own } from './plain-value.ts';
import { type ChatMessage, type Dialect, type Reading, type StepKind, said } from './reading.ts';
import { spokenAnswer, spokenQuestion } from './spoken-text.ts';

const KINDS: Record<string, StepKind> = {
  generation: 'model',
  embedding: 'embedding',
  retriever: 'retrieval',
  reranker: 'reranker',
  tool: 'tool',
  agent: 'chain',
  chain: 'chain',
  guardrail: 'chain',
  evaluator: 'evaluation',
};
const METADATA = 'langfuse.trace.metadata.';
const IDENTITY = /^langfuse_(user_id|session_id|tags)$/;

/** The Langfuse SDKs: observations, and what they say of the whole trace on any span. */
export const langfuse: Dialect = {
  name: 'langfuse',
  speaks: ({ attributes, scope }) => scope.name === 'langfuse-sdk' || hasKey(attributes, 'langfuse.'),
  read,
};

function read(span: Span): Reading {
  const { attributes } = span;
  const named = textOf(attributes, 'langfuse.observation.type')?.toLowerCase() ?? '';
  const kind = Object.hasOwn(KINDS, named) ? KINDS[named] : undefined;
  const input = structureOf(attributes, 'langfuse.observation.input');
  const output = structureOf(attributes, 'langfuse.observation.output');
  const model = textOf(attributes, 'langfuse.observation.model.name');
  const isSearch = kind === 'retrieval' || kind === 'reranker';
  const usage = objectOf(attributes, 'langfuse.observation.usage_details') ?? {};
  return said<Reading>({
    kind,
    impliedKind: model === undefined ? undefined : 'model',
    input: spokenQuestion(input),
    output: isSearch ? undefined : spokenAnswer(output),
    queryInput: spokenQuestion(structureOf(attributes, 'langfuse.trace.input')),
    queryOutput: spokenAnswer(structureOf(attributes, 'langfuse.trace.output')),
    messages: kind === 'model' ? messagesOf(input) : undefined,
    outputMessages: kind === 'model' ? messagesOf(output) : undefined,
    retrievalQuery: isSearch ? spokenQuestion(input) : undefined,
    hits: isSearch ? documentHits(output) : undefined,
    responseModel: model,
    inputTokens: firstCount(usage, ['input', 'input_tokens', 'prompt_tokens', 'promptTokens', 'inputTokens']),
    cachedTokens: firstCount(usage, [
      'input_cached_tokens',
      'cache_read_input_tokens',
      'input_cache_read',
      'cached_tokens',
    ]),
    outputTokens: firstCount(usage, [
      'output',
      'output_tokens',
      'completion_tokens',
      'completionTokens',
      'outputTokens',
    ]),
    costUsd: cost(objectOf(attributes, 'langfuse.observation.cost_details')),
    firstTokenMs: firstTokenMs(span),
    promptVersion: textOf(attributes, 'langfuse.observation.prompt.version', 'langfuse.prompt.version'),
    sessionId: textOf(attributes, 'langfuse.session.id', `${METADATA}langfuse_session_id`),
    userId: textOf(attributes, 'langfuse.user.id', `${METADATA}langfuse_user_id`),
    environment: textOf(attributes, 'langfuse.environment'),
    release: textOf(attributes, 'langfuse.release'),
    tags: textsOf(attributes, 'langfuse.trace.tags', 'langfuse.tags', `${METADATA}langfuse_tags`),
    metadata: metadata(attributes),
    error: errorOf(attributes),
    expectedAnswer: textOf(attributes, 'langfuse.experiment.item.expected_output'),
  });
}

/** A chat, one message, a chat in an object, or a bare text. */
function messagesOf(value: unknown): ChatMessage[] | undefined {
  const listed =
    chatMessages(value) ?? chatMessages((value as { messages?: unknown } | null | undefined)?.messages);
  const message = listed === undefined ? chatMessage(value) : undefined;
  return listed ?? (message === undefined ? undefined : [message]);
}

function firstCount(usage: Record<string, unknown>, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const count = asCount(own(usage, key));
    if (count !== undefined) return count;
  }
  return undefined;
}

/** The total, else the sum of the parts. */
function cost(details: Record<string, unknown> | undefined): number | undefined {
  if (details === undefined) return undefined;
  const total = asNumber(own(details, 'total'));
  if (total !== undefined) return total;
  const parts = Object.values(details).flatMap((part) => asNumber(part) ?? []);
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum + part, 0);
}

function firstTokenMs({ attributes, startNs }: Span): number | undefined {
  const sent = asText(structureOf(attributes, 'langfuse.observation.completion_start_time')) ?? '';
  const parsed = Date.parse(sent);
  if (Number.isNaN(parsed)) return undefined;
  // Python sends microseconds, which Date cuts off.
  const micros = Number(/\.\d{3}(\d{3})/.exec(sent)?.[1] ?? 0);
  const elapsed = BigInt(parsed) * 1_000_000n + BigInt(micros) * 1_000n - startNs;
  return elapsed < 0n ? undefined : Number(elapsed) / 1e6;
}

function metadata(attributes: Attributes): Record<string, unknown> | undefined {
  const values = Object.entries(valuesUnder(attributes, METADATA) ?? {});
  const kept = values.filter(([key]) => !IDENTITY.test(key));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function errorOf(attributes: Attributes): Reading['error'] {
  if (textOf(attributes, 'langfuse.observation.level') !== 'ERROR') return undefined;
  return { type: '', message: textOf(attributes, 'langfuse.observation.status_message') ?? '' };
}
