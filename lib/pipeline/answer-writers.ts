import type { ChatEvent, ChatProvider } from '../providers/chat-provider.ts';
import { sentences } from '../text/sentences.ts';
import { EXTRACTIVE_MODEL, quotedSentences, withCitation } from './extractive-answer.ts';
import { termsOf } from './lexical-index.ts';
import { type PromptPassage, promptMessages } from './prompt-messages.ts';

/** The answer in sentences of the passages, with citations; nothing at all where none fits. No model is asked. */
export function* extractiveEvents(
  question: string,
  passages: readonly PromptPassage[],
): Generator<ChatEvent> {
  const quoted = quotedSentences(
    question,
    passages.map(({ title, text }) => ({
      heading: title,
      sentences: sentences(text)
        .map((sentence) => plainSentence(sentence.text))
        .filter((sentence) => sentence !== ''),
    })),
    termsOf,
  );
  for (const [i, sentence] of quoted.entries())
    yield { kind: 'delta', text: `${i === 0 ? '' : ' '}${withCitation(sentence)}` };
  yield { kind: 'end', model: EXTRACTIVE_MODEL, usage: null, finishReason: 'stop' };
}

/** A quotation has no list marker or heading sign in front; a heading by itself is no sentence. */
function plainSentence(text: string): string {
  if (/^#{1,6}\s/.test(text) || /^(?:```|~~~|\|)/.test(text)) return '';
  return text
    .replace(/^(?:[-*+•–]|\d{1,3}[.)]|>)\s+/, '')
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}

export interface ChatWriting {
  prompt: string;
  question: string;
  passages: readonly PromptPassage[];
  schema: Record<string, unknown> | undefined;
  signal: AbortSignal | undefined;
}

/** The answer of a model. Throws ProviderFault. */
export function chatEvents(
  provider: ChatProvider,
  { prompt, question, passages, schema, signal }: ChatWriting,
): AsyncIterable<ChatEvent> {
  return provider.stream({
    messages: promptMessages(prompt, question, passages, { asJson: schema !== undefined }),
    temperature: 0,
    ...(schema === undefined ? {} : { schema: { name: 'answer', schema } }),
    ...(signal === undefined ? {} : { signal }),
  });
}
