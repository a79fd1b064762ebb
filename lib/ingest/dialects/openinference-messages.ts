import type { Attributes, AttributeValue } from '../otlp/span.ts';
import { asText, structureOf, textOf } from './attribute-reader.ts';
import { chatMessageOf, chatMessages, promptLines } from './chat-messages.ts';
import { indexedFamily } from './indexed-family.ts';
import type { ChatMessage, ToolCall } from './reading.ts';

/** Messages that are flattened into keys, with their parts and tool calls. */
export function flatMessages(attributes: Attributes, prefix: string): ChatMessage[] | undefined {
  const items = indexedFamily(attributes, prefix);
  if (items.length === 0) return chatMessages(structureOf(attributes, prefix));
  return items.map((item) => {
    const role = textOf(item, 'message.role') ?? 'user';
    return chatMessageOf(role === 'model' ? 'assistant' : role, contentOf(item), {
      calls: flatCalls(item),
      callId: textOf(item, 'message.tool_call_id'),
      name: textOf(item, 'message.name'),
    });
  });
}

function contentOf(item: Map<string, AttributeValue>): string | undefined {
  const text = textOf(item, 'message.content');
  if (text !== undefined) return text;
  const parts = indexedFamily(item, 'message.contents').flatMap((part) => {
    const type = textOf(part, 'message_content.type') ?? 'text';
    return type === 'text' ? (textOf(part, 'message_content.text') ?? []) : [];
  });
  return parts.length === 0 ? undefined : parts.join('\n');
}

function flatCalls(item: Map<string, AttributeValue>): ToolCall[] {
  return indexedFamily(item, 'message.tool_calls').flatMap((call) => {
    const name = textOf(call, 'tool_call.function.name');
    const id = textOf(call, 'tool_call.id');
    if (name === undefined) return [];
    const sent = textOf(call, 'tool_call.function.arguments') ?? '{}';
    return [{ ...(id === undefined ? {} : { id }), type: 'function', function: { name, arguments: sent } }];
  });
}

/** Prompts of completion models, flattened or as a list. */
export function prompts(attributes: Attributes): ChatMessage[] | undefined {
  const flat = indexedFamily(attributes, 'llm.prompts').flatMap(
    (item) => textOf(item, 'prompt.text', '') ?? [],
  );
  const listed = structureOf(attributes, 'llm.prompts');
  const texts =
    flat.length > 0 ? flat : Array.isArray(listed) ? listed.flatMap((item) => asText(item) ?? []) : [];
  return texts.length === 0 ? undefined : texts.map((text) => chatMessageOf('user', text));
}

/** Answers of completion models. */
export function completions(attributes: Attributes): ChatMessage[] | undefined {
  const texts = indexedFamily(attributes, 'llm.choices').flatMap(
    (item) => textOf(item, 'completion.text') ?? [],
  );
  return texts.length === 0 ? undefined : texts.map((text) => chatMessageOf('assistant', text));
}

/** A raw input that is a chat: bare, under `messages`, or as lines. */
export function sentMessages(input: unknown): ChatMessage[] | undefined {
  if (typeof input === 'string') return promptLines(input);
  const messages = (input as { messages?: unknown } | undefined | null)?.messages;
  return chatMessages(input) ?? chatMessages(messages);
}
