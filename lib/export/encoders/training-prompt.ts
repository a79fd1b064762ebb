import { DEFAULT_THRESHOLD } from '../../retrieval-metrics/graded-ranking.ts';
import type { Exclusion } from '../exclusions.ts';
import type { EncodeOptions } from '../format.ts';
import { type ChatMessage, isBlank, type TrainingExample } from '../training-example.ts';

export type PromptOptions = Pick<EncodeOptions, 'systemPrompt' | 'context'>;
export type TrainingPrompt = { messages: ChatMessage[] } | { excluded: Exclusion };

const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool']);
const KEYS = ['role', 'content', 'name', 'tool_calls', 'tool_call_id'] as const;
/** Keys that say something a chat file has no place for; other unknown keys are only left out. */
const TELLING_KEYS = ['function_call', 'audio', 'refusal'];
/** A shorter text may stand in a system prompt by chance. */
const TELLING_LENGTH = 20;

/**
 * The prompt of an example in the messages of an OpenAI chat: as logged, else one user turn of question and context.
 * Where another context than the logged one is asked for, the last user turn is written anew, and tool calls,
 * which fetched the logged context, are left out.
 */
export function trainingPrompt(example: TrainingExample, options: PromptOptions): TrainingPrompt {
  const { messages } = example;
  if (messages.some((message) => !ROLES.has(message.role))) return { excluded: 'unknown_role' };
  if (messages.some((message) => TELLING_KEYS.some((key) => message[key] != null)))
    return { excluded: 'unsupported_message' };
  if (messages.at(-1)?.role === 'assistant') return { excluded: 'ends_with_assistant' };
  const asLogged = messages.length > 0 && options.context === 'logged';
  if (asLogged && options.systemPrompt.kind === 'logged') return { messages: messages.map(known) };
  const turns = asLogged ? { messages: turnsOf(messages).map(known) } : writtenTurns(example, options);
  if ('excluded' in turns) return turns;
  const system = systemTurns(example, options);
  return 'excluded' in system ? system : { messages: [...system.messages, ...turns.messages] };
}

function writtenTurns(example: TrainingExample, options: PromptOptions): TrainingPrompt {
  const { question, messages } = example;
  if (isBlank(question)) return { excluded: 'empty_question' };
  const texts = contextTexts(example, options);
  if ('excluded' in texts) return texts;
  const content = texts.length === 0 ? question : `${question}\n\nContext:\n${texts.join('\n\n')}`;
  const lastUser = messages.findLastIndex(({ role }) => role === 'user');
  const earlier = turnsOf(messages.slice(0, Math.max(0, lastUser)))
    .filter(({ role, tool_calls }) => role !== 'tool' && tool_calls == null)
    .map(known);
  return { messages: [...earlier, { role: 'user', content }] };
}

/** An answer whose context is left out would teach to make things up, so a hit without its text is not left out. */
function contextTexts(
  { hits, nothingToFind }: TrainingExample,
  { context }: PromptOptions,
): string[] | { excluded: Exclusion } {
  if (context === 'none') return [];
  const wanted = context === 'logged' ? hits : hits.filter(({ grade }) => (grade ?? 0) >= DEFAULT_THRESHOLD);
  if (context === 'relevant' && wanted.length === 0 && hits.length > 0 && nothingToFind !== true)
    return { excluded: 'no_relevant_hit' };
  const texts = wanted.flatMap(({ text }) => text ?? []);
  return texts.length < wanted.length ? { excluded: 'hit_text_missing' } : texts;
}

function systemTurns(
  { messages, hits }: TrainingExample,
  { systemPrompt, context }: PromptOptions,
): TrainingPrompt {
  const logged = messages.filter(isSystem).map(known);
  const isKept = systemPrompt.kind === 'logged';
  // Hits neither stay where another context is asked for, nor go with a prompt that gives way while theirs is asked for.
  if (isKept !== (context === 'logged') && holdsHits(logged, hits)) return { excluded: 'context_in_system' };
  if (isKept) return { messages: logged };
  return {
    messages: systemPrompt.kind === 'none' ? [] : [{ role: 'system', content: systemPrompt.text }],
  };
}

function holdsHits(messages: readonly ChatMessage[], hits: TrainingExample['hits']): boolean {
  const texts = JSON.stringify(messages);
  return hits.some(
    ({ text }) =>
      text !== null && text.length >= TELLING_LENGTH && texts.includes(JSON.stringify(text).slice(1, -1)),
  );
}

function turnsOf(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.filter((message) => !isSystem(message));
}

function isSystem({ role }: ChatMessage): boolean {
  return role === 'system' || role === 'developer';
}

function known(message: ChatMessage): ChatMessage {
  const kept = KEYS.filter(
    (key) => message[key] !== undefined && (key === 'content' || message[key] !== null),
  );
  return { role: message.role, ...Object.fromEntries(kept.map((key) => [key, message[key]])) };
}
