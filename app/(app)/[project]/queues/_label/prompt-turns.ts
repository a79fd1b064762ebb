import type { QueryDetail } from '#lib/query-log/schema.ts';

export interface PromptTurn {
  role: string;
  text: string;
}

/** What was said before the question: the messages of the prompt without the last user turn, as text. */
export function earlierTurns(messages: QueryDetail['messages']): PromptTurn[] {
  const last = messages.findLastIndex((message) => message.role === 'user');
  const before = last === -1 ? messages : messages.filter((_, i) => i !== last);
  return before
    .map(({ role, content }) => ({ role, text: textOf(content) }))
    .filter(({ text }) => text !== '');
}

/** Content is a string, or parts of which those with text are shown; other parts are named. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: { type?: unknown; text?: unknown }) =>
      typeof part?.text === 'string' ? part.text : `(${typeof part?.type === 'string' ? part.type : 'part'})`,
    )
    .join('\n');
}
