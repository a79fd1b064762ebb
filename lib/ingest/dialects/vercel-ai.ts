import type { Attributes, Span } from '../otlp/span.ts';
import {
  asNumber,
  countOf,
  hasKey,
  numberOf,
  structureOf,
  textOf,
  textsOf,
  valuesUnder,
} from './attribute-reader.ts';
import { chatMessageOf, chatMessages } from './chat-messages.ts';
import { documentHit } from './document-hit.ts';
import { unpacked } from './lenient-json.ts';
import { isObject, own, plainObject } from './plain-value.ts';
import {
  type ChatMessage,
  type Dialect,
  type ReadHit,
  type Reading,
  type StepKind,
  said,
} from './reading.ts';
import { spokenQuestion } from './spoken-text.ts';
import { toolCall } from './tool-calls.ts';

const MODEL = /^(ai\.)?(generateText|streamText|generateObject|streamObject)(\.do(Generate|Stream))?$/;
const METADATA = ['ai.telemetry.metadata.', 'ai.settings.context.'] as const;
const IDENTITY = /^(sessionId|userId|session_id|user_id|tags)$/;

/**
 * The AI SDK of Vercel: the `ai.*` attributes of version 6 and before, and those that version 7 adds to the GenAI
 * conventions. The SDK has no retriever; a search shows as a tool call, a reranking only where its documents are
 * recorded.
 */
export const vercelAi: Dialect = {
  name: 'vercel-ai',
  speaks: ({ attributes, scope }) =>
    attributes.has('ai.operationId') ||
    scope.name === 'ai' ||
    scope.name === 'gen_ai' ||
    hasKey(
      attributes,
      'ai.prompt',
      'ai.response.',
      'ai.telemetry.',
      'ai.usage.',
      'ai.settings.',
      'ai.documents',
    ),
  read,
};

function read(span: Span): Reading {
  const { attributes } = span;
  const operation = textOf(attributes, 'ai.operationId', 'operation.name')?.split(' ')[0] ?? '';
  const kind = kindOf(operation);
  const hits = ranking(attributes);
  return said<Reading>({
    kind,
    input: spokenQuestion(structureOf(attributes, 'ai.toolCall.args')),
    output: textOf(attributes, 'ai.toolCall.result'),
    messages: prompt(attributes),
    outputMessages: answer(attributes),
    hits,
    candidates: hits && documents(attributes),
    scoreKind: hits && 'similarity',
    responseModel: textOf(attributes, 'ai.response.model'),
    requestModel: textOf(attributes, 'ai.model.id'),
    inputTokens: countOf(attributes, 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'),
    cachedTokens: countOf(
      attributes,
      'ai.usage.cachedInputTokens',
      'ai.usage.inputTokenDetails.cacheReadTokens',
    ),
    outputTokens: countOf(attributes, 'ai.usage.outputTokens', 'ai.usage.completionTokens'),
    firstTokenMs: numberOf(attributes, 'ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk'),
    sessionId: identity(attributes, 'sessionId', 'session_id'),
    userId: identity(attributes, 'userId', 'user_id'),
    tags: textsOf(attributes, `${METADATA[0]}tags`, `${METADATA[1]}tags`),
    metadata: metadata(attributes),
    error: aborted(span, operation),
  });
}

function kindOf(operation: string): StepKind | undefined {
  if (MODEL.test(operation)) return 'model';
  if (operation.startsWith('ai.embed')) return 'embedding';
  if (operation.startsWith('ai.rerank')) return 'reranker';
  return operation === 'ai.toolCall' ? 'tool' : undefined;
}

/** The call's own messages; the operation around it has the prompt as it was given. */
function prompt(attributes: Attributes): ChatMessage[] | undefined {
  const sent = chatMessages(structureOf(attributes, 'ai.prompt.messages'));
  if (sent !== undefined) return sent;
  const given = structureOf(attributes, 'ai.prompt');
  if (typeof given === 'string') return [chatMessageOf('user', given)];
  if (!isObject(given)) return undefined;
  const system = own(given, 'system');
  const text = own(given, 'prompt');
  const messages =
    chatMessages(own(given, 'messages')) ??
    (typeof text === 'string' ? [chatMessageOf('user', text)] : chatMessages(text));
  if (messages === undefined) return undefined;
  return typeof system === 'string' ? [chatMessageOf('system', system), ...messages] : messages;
}

function answer(attributes: Attributes): ChatMessage[] | undefined {
  const text = textOf(
    attributes,
    'ai.response.text',
    'ai.response.object',
    'ai.result.text',
    'ai.result.object',
  );
  const sent = structureOf(attributes, 'ai.response.toolCalls', 'ai.result.toolCalls');
  const calls = Array.isArray(sent) ? sent.flatMap((call) => toolCall(call) ?? []) : [];
  return text === undefined && calls.length === 0 ? undefined : [chatMessageOf('assistant', text, { calls })];
}

function documents(attributes: Attributes): ReadHit[] | undefined {
  const sent = structureOf(attributes, 'ai.documents');
  return Array.isArray(sent) ? sent.map((document) => documentHit(document) ?? {}) : undefined;
}

/** A ranking names documents by their place among those given. */
function ranking(attributes: Attributes): ReadHit[] | undefined {
  const given = documents(attributes);
  const sent = structureOf(attributes, 'ai.ranking');
  if (given === undefined || !Array.isArray(sent)) return undefined;
  return sent.map(unpacked).flatMap((entry) => {
    if (!isObject(entry)) return [];
    const place = asNumber(own(entry, 'index') ?? own(entry, 'originalIndex'));
    const document = place === undefined ? undefined : given[place];
    const score = asNumber(own(entry, 'relevanceScore') ?? own(entry, 'score'));
    return document === undefined ? [] : [said<ReadHit>({ ...document, score })];
  });
}

function identity(attributes: Attributes, ...names: string[]): string | undefined {
  return textOf(attributes, ...METADATA.flatMap((prefix) => names.map((name) => prefix + name)));
}

function metadata(attributes: Attributes): Record<string, unknown> | undefined {
  const entries = METADATA.flatMap((prefix) => Object.entries(valuesUnder(attributes, prefix) ?? {}));
  const kept = entries.filter(([key]) => !IDENTITY.test(key));
  return kept.length === 0 ? undefined : plainObject(kept);
}

/** A call that was stopped ends without the reason for which every other call finishes. */
function aborted({ attributes, scope, status }: Span, operation: string): Reading['error'] {
  if (status.code === 2) return undefined;
  const isCall =
    operation.endsWith('.doStream') ||
    (scope.name === 'gen_ai' && textOf(attributes, 'gen_ai.operation.name') === 'chat');
  const isFinished = hasKey(attributes, 'ai.response.finishReason', 'gen_ai.response.finish_reasons');
  return isCall && !isFinished ? { type: 'aborted', message: '' } : undefined;
}
