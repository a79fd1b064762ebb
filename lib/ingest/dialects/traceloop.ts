import type { Attributes, Span } from '../otlp/span.ts';
import { asText, countOf, hasKey, structureOf, textOf, valuesUnder } from './attribute-reader.ts';
import { chatMessageOf } from './chat-messages.ts';
import { documentHits } from './document-hit.ts';
import { indexedFamily } from './indexed-family.ts';
import { isObject, own } from './plain-value.ts';
import {
  type ChatMessage,
  type Dialect,
  type Reading,
  type StepKind,
  said,
  type ToolCall,
} from './reading.ts';
import { spokenAnswer, spokenQuestion } from './spoken-text.ts';

const KINDS: Record<string, StepKind> = {
  workflow: 'chain',
  task: 'chain',
  agent: 'chain',
  session: 'chain',
  tool: 'tool',
};
const REQUESTS: Record<string, StepKind> = {
  chat: 'model',
  completion: 'model',
  rerank: 'reranker',
  embedding: 'embedding',
};
const PROPERTIES = 'traceloop.association.properties.';
const IDENTITY = /^(session_id|user_id|sessionId|userId)$/;

/** OpenLLMetry: the attributes of Traceloop and its flattened messages from before the GenAI conventions had any. */
export const traceloop: Dialect = {
  name: 'traceloop',
  speaks: ({ attributes }) =>
    hasKey(attributes, 'traceloop.', 'llm.request.type', 'gen_ai.prompt.0.', 'gen_ai.completion.0.'),
  read,
};

function read({ attributes }: Span): Reading {
  const named = textOf(attributes, 'traceloop.span.kind') ?? '';
  const request = textOf(attributes, 'llm.request.type') ?? '';
  const input = structureOf(attributes, 'traceloop.entity.input');
  const output = structureOf(attributes, 'traceloop.entity.output');
  const hits = isObject(output) && Array.isArray(own(output, 'documents')) ? documentHits(output) : undefined;
  return said<Reading>({
    kind: Object.hasOwn(KINDS, named) ? KINDS[named] : undefined,
    impliedKind: Object.hasOwn(REQUESTS, request) ? REQUESTS[request] : hits && 'retrieval',
    input: spokenQuestion(input),
    output: hits === undefined ? spokenAnswer(output) : undefined,
    messages: flatMessages(attributes, 'gen_ai.prompt'),
    outputMessages: flatMessages(attributes, 'gen_ai.completion'),
    retrievalQuery: isObject(input) ? asText(own(input, 'query')) : undefined,
    hits,
    inputTokens: countOf(attributes, 'llm.usage.prompt_tokens'),
    outputTokens: countOf(attributes, 'llm.usage.completion_tokens'),
    promptVersion: textOf(attributes, 'traceloop.prompt.version'),
    sessionId: textOf(attributes, `${PROPERTIES}session_id`, `${PROPERTIES}sessionId`),
    userId: textOf(attributes, `${PROPERTIES}user_id`, `${PROPERTIES}userId`),
    metadata: properties(attributes),
    tags: tagsOf(attributes),
  });
}

function properties(attributes: Attributes): Record<string, unknown> | undefined {
  const values = valuesUnder(attributes, PROPERTIES);
  const kept = Object.entries(values ?? {}).filter(([key]) => !IDENTITY.test(key) && key !== 'tags');
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function tagsOf(attributes: Attributes): string[] | undefined {
  const sent = structureOf(attributes, `${PROPERTIES}tags`);
  if (!Array.isArray(sent)) return undefined;
  return sent.flatMap((tag) => asText(tag) ?? []);
}

function flatMessages(attributes: Attributes, prefix: string): ChatMessage[] | undefined {
  const items = indexedFamily(attributes, prefix);
  if (items.length === 0) return undefined;
  const fallback = prefix === 'gen_ai.prompt' ? 'user' : 'assistant';
  return items.map((item) =>
    chatMessageOf(textOf(item, 'role') ?? fallback, textOf(item, 'content'), {
      calls: flatCalls(item),
      callId: textOf(item, 'tool_call_id'),
    }),
  );
}

function flatCalls(item: Attributes): ToolCall[] {
  return indexedFamily(item, 'tool_calls').flatMap((call) => {
    const name = textOf(call, 'name', 'function.name');
    const id = textOf(call, 'id');
    if (name === undefined) return [];
    const sent = textOf(call, 'arguments', 'function.arguments') ?? '{}';
    return [{ ...(id === undefined ? {} : { id }), type: 'function', function: { name, arguments: sent } }];
  });
}
