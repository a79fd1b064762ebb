import { chatMessage, chatMessages, lastAnswerText, lastUserText, promptLines } from './chat-messages.ts';
import { lenientJson } from './lenient-json.ts';
import { isObject, own } from './plain-value.ts';

const DEEPEST = 6;
const QUESTION_KEYS = [
  'question',
  'query',
  'user_query',
  'query_str',
  'user_input',
  'input',
  'inputs',
  'prompt',
  'message',
  'text',
  'content',
  'messages',
  'contents',
  'chat_messages',
  'args',
  'kwargs',
];
const ANSWER_KEYS = [
  'answer',
  'output',
  'outputs',
  'output_text',
  'response',
  'result',
  'final_output',
  'raw',
  'text',
  'content',
  'message',
  'messages',
  'choices',
  'candidates',
  'generations',
];

/** The question in what a step was given: a text as it is, else what a key or the last turn of a user holds. */
export function spokenQuestion(value: unknown): string | undefined {
  return spoken(value, QUESTION_KEYS, 'user', 0);
}

/** The answer in what a step gave back. A tool call is none. */
export function spokenAnswer(value: unknown): string | undefined {
  return spoken(value, ANSWER_KEYS, 'assistant', 0);
}

function spoken(
  value: unknown,
  keys: readonly string[],
  side: 'user' | 'assistant',
  depth: number,
): string | undefined {
  if (depth > DEEPEST) return undefined;
  if (typeof value === 'string') return spokenString(value, keys, side, depth);
  const messages = chatMessages(value) ?? single(chatMessage(value));
  if (messages !== undefined) return side === 'user' ? lastUserText(messages) : lastAnswerText(messages);
  if (Array.isArray(value)) return value.length === 1 ? spoken(value[0], keys, side, depth + 1) : undefined;
  if (!isObject(value)) return undefined;
  const sentKeys = Object.keys(value);
  const tried = sentKeys.length === 1 && depth === 0 ? [...keys, ...sentKeys] : keys;
  for (const key of tried) {
    const text = spoken(own(value, key), keys, side, depth + 1);
    if (text !== undefined) return text;
  }
  return undefined;
}

function spokenString(
  value: string,
  keys: readonly string[],
  side: 'user' | 'assistant',
  depth: number,
): string | undefined {
  if (value.trim() === '' || value === '__REDACTED__') return undefined;
  const structure = lenientJson(value);
  if (typeof structure === 'string') return structure;
  // A structure that an answer consists of is still its text; at the top it may hold the text, else it is not one.
  if (structure !== undefined)
    return spoken(structure, keys, side, depth + 1) ?? (depth > 0 ? value : undefined);
  const turns = side === 'user' ? promptLines(value) : undefined;
  return lastUserText(turns) ?? value;
}

function single<T>(value: T | undefined): T[] | undefined {
  return value === undefined ? undefined : [value];
}
