import type { Exclusion } from '../schema.ts';
import {
  type AnswerSource,
  type ChatMessage,
  isBlank,
  type TrainingExample,
  trainingAnswer,
} from '../training-example.ts';

export type EncodedExample = { line: string; source: AnswerSource } | { excluded: Exclusion };

const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool']);
const KEYS = ['role', 'content', 'name', 'tool_calls', 'tool_call_id'] as const;
/** Keys that say something the format has no place for; other unknown keys are only left out. */
const TELLING_KEYS = ['function_call', 'audio', 'refusal'];

/**
 * One line of an OpenAI chat training file, without its line end. The prompt is `messages` as logged, else one
 * user turn of question and context.
 */
export function encodeOpenaiChat(example: TrainingExample): EncodedExample {
  const answer = trainingAnswer(example);
  if ('excluded' in answer) return answer;
  const prompt = example.messages.length > 0 ? loggedPrompt(example.messages) : writtenPrompt(example);
  if ('excluded' in prompt) return prompt;
  const messages = [...prompt.messages, { role: 'assistant', content: answer.text }];
  return { line: jsonLine({ messages }), source: answer.source };
}

type Prompt = { messages: object[] } | { excluded: Exclusion };

function loggedPrompt(messages: readonly ChatMessage[]): Prompt {
  if (messages.some((message) => !ROLES.has(message.role))) return { excluded: 'unknown_role' };
  if (messages.some((message) => TELLING_KEYS.some((key) => message[key] != null)))
    return { excluded: 'unsupported_message' };
  if (messages.at(-1)?.role === 'assistant') return { excluded: 'ends_with_assistant' };
  return { messages: messages.map(promptMessage) };
}

function promptMessage(message: ChatMessage): object {
  const kept = KEYS.filter(
    (key) => message[key] !== undefined && (key === 'content' || message[key] !== null),
  );
  return Object.fromEntries(kept.map((key) => [key, message[key]]));
}

function writtenPrompt({ question, hitTexts }: TrainingExample): Prompt {
  if (isBlank(question)) return { excluded: 'empty_question' };
  const texts = hitTexts.filter((text) => text !== null);
  // An answer whose context is left out would teach to make things up.
  if (texts.length < hitTexts.length) return { excluded: 'hit_text_missing' };
  const content = texts.length === 0 ? question : `${question}\n\nContext:\n${texts.join('\n\n')}`;
  return { messages: [{ role: 'user', content }] };
}

/**
 * JSON on one line for every reader of lines: JSON leaves U+0085, U+2028 and U+2029 as they are, and some
 * readers end a line there.
 */
export function jsonLine(value: object): string {
  return JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
