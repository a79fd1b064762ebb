import type { ChatMessage } from '../providers/chat-provider.ts';

export interface PromptPassage {
  title: string;
  source: string;
  text: string;
}

const JSON_ONLY = '\n\nGive the answer as JSON that satisfies the schema you are given, and nothing else.';

/** What the model is sent: the prompt, then the numbered passages and the question. */
export function promptMessages(
  prompt: string,
  question: string,
  passages: readonly PromptPassage[],
  { asJson }: { asJson: boolean },
): ChatMessage[] {
  const numbered = passages.map(({ title, source, text }, i) => `[${i + 1}] ${title} (${source})\n${text}`);
  return [
    { role: 'system', content: asJson ? prompt + JSON_ONLY : prompt },
    { role: 'user', content: `Passages:\n\n${numbered.join('\n\n')}\n\nQuestion: ${question}` },
  ];
}
