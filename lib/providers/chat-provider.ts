export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

export interface ChatRequest {
  messages: readonly ChatMessage[];
  temperature?: number;
  maxOutputTokens?: number;
  /** The answer shall be JSON of this JSON Schema; `name` has letters, digits, `_` and `-` only. */
  schema?: { name: string; schema: Record<string, unknown> };
  /** Ends the request at the provider too. */
  signal?: AbortSignal;
}

/** Tokens as the provider counted them. `cached` are among `input`; null where it does not say. */
export interface ChatUsage {
  input: number;
  cached: number | null;
  output: number;
}

/** `stop` ended by itself, `length` was cut at the limit, `content_filter` was withheld. */
export const FINISH_REASONS = ['stop', 'length', 'content_filter', 'other'] as const;
export type FinishReason = (typeof FINISH_REASONS)[number];

/** Text in the order it came, then exactly one `end`. Without an `end` a fault is thrown. */
export type ChatEvent =
  | { kind: 'delta'; text: string }
  | { kind: 'end'; finishReason: FinishReason; usage: ChatUsage | null; model: string };

/** A model that answers. */
export interface ChatProvider {
  /** The model asked for; the `end` says which one answered. */
  readonly model: string;
  /** Throws ProviderFault; `cut_stream` when the connection ended before the answer did. An abort throws AbortError. */
  stream(request: ChatRequest): AsyncIterable<ChatEvent>;
}

export interface ChatAnswer {
  text: string;
  finishReason: FinishReason;
  usage: ChatUsage | null;
  model: string;
}

/** The whole answer of a stream. */
export async function collectAnswer(events: AsyncIterable<ChatEvent>): Promise<ChatAnswer> {
  let text = '';
  for await (const event of events) {
    if (event.kind === 'end') return { text, ...withoutKind(event) };
    text += event.text;
  }
  throw new Error('A stream ended without its end event.');
}

function withoutKind({ finishReason, usage, model }: Extract<ChatEvent, { kind: 'end' }>) {
  return { finishReason, usage, model };
}
