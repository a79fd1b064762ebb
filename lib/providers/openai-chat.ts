import type OpenAI from 'openai';
import type { ChatEvent, ChatProvider, ChatRequest, ChatUsage, FinishReason } from './chat-provider.ts';
import { faultOf, faultWith } from './fault-of.ts';
import { openAiClient } from './openai-client.ts';
import type { OpenedConnection } from './opened-connection.ts';
import { presetOf } from './presets.ts';
import { ProviderFault } from './provider-fault.ts';

type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk;
type Params = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming;

const FIRST_BYTE_MS = 60_000;
/** A model that thinks may pause for long in the middle; one that has stopped never goes on. */
const PAUSE_MS = 60_000;

/** Answers from any server that speaks OpenAI's `/chat/completions`, streamed. */
export function openAiChat(
  connection: OpenedConnection,
  choice: { model: string; timeoutMs?: number; pauseMs?: number },
): ChatProvider {
  const client = openAiClient(connection);
  const about = { stage: 'generation', target: choice.model, targetKind: 'model' } as const;
  const description = { ...about, connection: connection.name, key: connection.key };

  return {
    model: choice.model,
    async *stream(request): AsyncGenerator<ChatEvent> {
      const ended = new AbortController();
      const signals = [ended.signal, ...(request.signal === undefined ? [] : [request.signal])];
      const chunks = await connection.wire.call(
        {
          ...about,
          timeoutMs: choice.timeoutMs ?? FIRST_BYTE_MS,
          signal: AbortSignal.any(signals),
          streamed: true,
        },
        () => client.chat.completions.create(paramsOf(connection.preset, choice.model, request)),
      );
      try {
        yield* eventsOf(withPauseLimit(chunks, choice.pauseMs ?? PAUSE_MS), choice.model);
      } catch (error) {
        request.signal?.throwIfAborted();
        if (error instanceof PauseTooLong)
          throw faultWith(description, 'timeout', `stopped in the middle of the answer. Try again.`);
        throw midStreamFault(error, description);
      } finally {
        ended.abort(); // whoever stops reading ends the request too
      }
    },
  };
}

function paramsOf(preset: string, model: string, request: ChatRequest): Params {
  const { messages, temperature, maxOutputTokens, schema } = request;
  const { tokenLimit } = presetOf(preset);
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { [tokenLimit]: maxOutputTokens }),
    ...(schema === undefined
      ? {}
      : {
          response_format: {
            type: 'json_schema',
            json_schema: { name: schema.name, strict: true, schema: schema.schema },
          },
        }),
  };
}

/** The usage comes after the last choice; a stream that breaks off between them is whole all the same. */
async function* eventsOf(chunks: AsyncIterable<Chunk>, asked: string): AsyncGenerator<ChatEvent> {
  let finishReason: FinishReason | undefined;
  let usage: ChatUsage | null = null;
  let model = asked;
  try {
    for await (const chunk of chunks) {
      model = chunk.model || model;
      usage = usageOf(chunk) ?? usage;
      const choice = chunk.choices?.[0];
      const text = choice?.delta?.content ?? choice?.delta?.refusal ?? '';
      if (text !== '') yield { kind: 'delta', text };
      if (choice?.finish_reason) finishReason = finishOf(choice.finish_reason);
    }
  } catch (error) {
    if (finishReason === undefined) throw error;
  }
  if (finishReason === undefined) throw new CutStream();
  yield { kind: 'end', finishReason, usage, model };
}

class CutStream extends Error {}
class PauseTooLong extends Error {}

/** An error that the server wrote into its stream is its own; anything else is a connection that ended. */
function midStreamFault(error: unknown, description: Parameters<typeof faultOf>[0]): Error {
  if (error instanceof ProviderFault) return error;
  const body = (error as { error?: unknown }).error;
  if (typeof body === 'object' && body !== null) {
    const { code, type } = body as { code?: unknown; type?: unknown };
    const status = /rate_limit|quota/.test(`${code} ${type}`)
      ? 429
      : Number((error as { status?: number }).status ?? 500);
    const refusal = { status, retryAfterSeconds: undefined, text: JSON.stringify({ error: body }) };
    return faultOf(description, { refusal, failure: undefined });
  }
  return faultWith(
    description,
    'cut_stream',
    'broke the answer off before its end. What came is kept; try again.',
  );
}

function usageOf({ usage }: Chunk): ChatUsage | null {
  if (usage == null) return null;
  return {
    input: usage.prompt_tokens,
    cached: usage.prompt_tokens_details?.cached_tokens ?? null,
    output: usage.completion_tokens,
  };
}

function finishOf(reason: string): FinishReason {
  return reason === 'stop' || reason === 'length' || reason === 'content_filter' ? reason : 'other';
}

/** The same, but a pause between two of them longer than `limitMs` throws PauseTooLong. */
async function* withPauseLimit<T>(items: AsyncIterable<T>, limitMs: number): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await withinTime(iterator.next(), limitMs);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Not waited for: a reader that hangs in its next() would keep its return() waiting too.
    Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

function withinTime<T>(promise: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new PauseTooLong()), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
