import type { WireQuery } from './schema.ts';

/** Text of the last user turn, its text parts joined by line ends; undefined where there is none. */
export function chatQuestion(messages: NonNullable<WireQuery['messages']>): string | undefined {
  const turn = messages.findLast((message) => message.role === 'user');
  return turn === undefined ? undefined : contentText(turn.content);
}

function contentText(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const parts = content.flatMap((part) => {
    const text = (part as { text?: unknown } | null)?.text;
    return typeof text === 'string' ? [text] : [];
  });
  return parts.length === 0 ? undefined : parts.join('\n');
}
