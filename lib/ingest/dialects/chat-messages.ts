import { unpacked } from './lenient-json.ts';
import { messageText } from './message-text.ts';
import { isObject, own } from './plain-value.ts';
import type { ChatMessage, ToolCall } from './reading.ts';
import { toolCallsOf } from './tool-calls.ts';

const ROLES: Record<string, string> = {
  human: 'user',
  humanmessage: 'user',
  ai: 'assistant',
  aimessage: 'assistant',
  aimessagechunk: 'assistant',
  model: 'assistant',
  systemmessage: 'system',
  toolmessage: 'tool',
  functionmessage: 'tool',
  function_call: 'assistant',
  function_call_output: 'tool',
};
const KNOWN_ROLES = /^(system|developer|user|assistant|tool|function)$/;

/**
 * Messages as an OpenAI chat. Understands OpenAI's chat and response items, the parts of the GenAI conventions, the
 * AI SDK's and Gemini's contents, LangChain's serialised and plain messages, and the events of older emitters.
 * Undefined where the value is no list of messages.
 */
export function chatMessages(value: unknown): ChatMessage[] | undefined {
  const list = unpacked(value);
  if (!Array.isArray(list)) return undefined;
  // LangChain sends a batch: a list of lists with one chat.
  if (list.length === 1 && Array.isArray(list[0])) return chatMessages(list[0]);
  const messages = list.map(chatMessage);
  if (messages.length === 0 || messages.includes(undefined)) return undefined;
  return messages.filter((message) => message !== undefined);
}

/** One message, or undefined where the value is none. */
export function chatMessage(sent: unknown): ChatMessage | undefined {
  const value = unpacked(sent);
  if (!isObject(value)) return undefined;
  const inner = own(value, 'kwargs') ?? own(value, 'data') ?? own(value, 'message');
  if (isObject(inner)) {
    const role = roleOf(value) ?? roleOf(inner);
    return role === undefined ? undefined : messageOf(inner, role);
  }
  const role = roleOf(value);
  return role === undefined ? undefined : messageOf(value, role);
}

function roleOf(value: Record<string, unknown>): string | undefined {
  const id = own(value, 'id');
  const constructorName = own(value, 'type') === 'constructor' && Array.isArray(id) ? id.at(-1) : undefined;
  for (const name of [own(value, 'role'), constructorName, own(value, 'type')]) {
    if (typeof name !== 'string') continue;
    const role = Object.hasOwn(ROLES, name.toLowerCase()) ? ROLES[name.toLowerCase()] : name.toLowerCase();
    if (role !== undefined && (KNOWN_ROLES.test(role) || name === own(value, 'role'))) return role;
  }
  return undefined;
}

function messageOf(value: Record<string, unknown>, role: string): ChatMessage {
  const calls = toolCallsOf(value);
  const callId = toolCallIdOf(value);
  const name = own(value, 'name');
  return chatMessageOf(role, messageText(value, role), {
    calls,
    callId,
    name: typeof name === 'string' ? name : undefined,
  });
}

/** A message with the keys it needs. A function call is no name of its sender. */
export function chatMessageOf(
  role: string,
  text: string | undefined,
  more: { calls?: ToolCall[]; callId?: string | undefined; name?: string | undefined } = {},
): ChatMessage {
  const calls = more.calls ?? [];
  return {
    role,
    content: text ?? null,
    ...(more.name !== undefined && calls.length === 0 && role !== 'assistant' ? { name: more.name } : {}),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(more.callId !== undefined && role === 'tool' ? { tool_call_id: more.callId } : {}),
  };
}

function toolCallIdOf(value: Record<string, unknown>): string | undefined {
  const content = own(value, 'parts') ?? own(value, 'content');
  const sources = [value, ...(Array.isArray(content) ? content.filter(isObject) : [])];
  for (const source of sources)
    for (const key of ['tool_call_id', 'toolCallId', 'call_id', 'id']) {
      const id = own(source, key);
      if (typeof id === 'string' && (key !== 'id' || source !== value)) return id;
    }
  return undefined;
}

/** A prompt written as `role: text` lines, as some emitters show a chat; undefined for any other text. */
export function promptLines(text: string): ChatMessage[] | undefined {
  const turn = /^(system|developer|user|assistant|tool): ?/gm;
  const starts = [...text.matchAll(turn)];
  if (starts[0]?.index !== 0) return undefined;
  return starts.map((start, i) => {
    const end = starts[i + 1]?.index ?? text.length;
    return chatMessageOf(start[1] ?? 'user', text.slice(start.index + start[0].length, end).trimEnd());
  });
}

/** Text of the last turn of the user. */
export function lastUserText(messages: readonly ChatMessage[] | undefined): string | undefined {
  return messages?.findLast(({ role, content }) => role === 'user' && content !== null)?.content ?? undefined;
}

/** Text of the last turn of the model; a tool call is none. */
export function lastAnswerText(messages: readonly ChatMessage[] | undefined): string | undefined {
  return (
    messages?.findLast(({ role, content }) => role === 'assistant' && content !== null && content !== '')
      ?.content ?? undefined
  );
}
