import type { ServerResponse } from 'node:http';
import { hashedEmbedding } from './hashed-embedding.ts';
import { send, startWireServer, type WireFault, type WireRequest, type WireServer } from './wire-server.ts';

export interface AskedMessage {
  role: string;
  content: string;
}

export interface OpenAiServer extends WireServer {
  /** The base URL that clients are given. */
  baseUrl: string;
  /** Requests with any other key are refused. */
  key: string;
  /** How many texts it has made vectors of. */
  embeddedTexts: () => number;
}

export interface OpenAiOptions {
  key?: string;
  dimensions?: number;
  embed?: (text: string, dimensions: number) => Float32Array;
  /** What the model says; with a schema asked for it should be JSON. */
  answer?: (messages: AskedMessage[], body: Record<string, unknown>) => string;
  /** How streamed answers end; `stop` without it. */
  finish?: () => string;
}

/** Speaks the wire of OpenAI's API for chat (whole and streamed), embeddings (base64 and float), models and errors. */
export async function startOpenAiServer(options: OpenAiOptions = {}): Promise<OpenAiServer> {
  const { key = 'sk-test-0123456789abcdefghijklmnop', dimensions = 64 } = options;
  const { embed = hashedEmbedding, answer = repeatLastMessage, finish = () => 'stop' } = options;
  let embedded = 0;
  const wire = await startWireServer((request, response, fault) => {
    if (request.headers.authorization !== `Bearer ${key}`) return refuse(response);
    const { path, body } = request;
    if (path === '/v1/models') return send(response, 200, MODELS, requestId());
    if (path === '/v1/chat/completions') {
      const text = answer(body.messages as AskedMessage[], body);
      return body.stream === true
        ? stream(request, response, { text, finish: finish() }, fault)
        : complete(request, response, text);
    }
    if (path === '/v1/embeddings') {
      const input = [body.input].flat() as string[];
      const length = fault?.kind === 'dimension' ? fault.dimensions : Number(body.dimensions ?? dimensions);
      embedded += input.length;
      return sendEmbeddings(
        response,
        body,
        input.map((text) => embed(text, length)),
      );
    }
    send(response, 404, wireError('Not found', 'invalid_request_error', 'not_found'), requestId());
  });
  return Object.assign(wire, { baseUrl: `${wire.url}/v1`, key, embeddedTexts: () => embedded });
}

/** The body of a refusal, as OpenAI writes it. */
export function wireError(message: string, type: string, code: string | null): object {
  return { error: { message, type, param: null, code } };
}

export const RATE_LIMITED = {
  kind: 'status',
  status: 429,
  headers: { 'retry-after-ms': '20' },
  body: wireError('Rate limit reached for requests', 'requests', 'rate_limit_exceeded'),
} satisfies WireFault;

const MODELS = {
  object: 'list',
  data: [{ id: 'gpt-test', object: 'model', created: 1_700_000_000, owned_by: 'test' }],
};

function refuse(response: ServerResponse): void {
  const body = wireError('Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key');
  send(response, 401, body, requestId());
}

function complete({ body }: WireRequest, response: ServerResponse, text: string): void {
  const message = { role: 'assistant', content: text, refusal: null };
  send(
    response,
    200,
    {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_700_000_000,
      model: body.model,
      choices: [{ index: 0, message, finish_reason: 'stop', logprobs: null }],
      usage: usageOf(body, text),
    },
    requestId(),
  );
}

function stream(
  { body }: WireRequest,
  response: ServerResponse,
  { text, finish }: { text: string; finish: string },
  fault: WireFault | undefined,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...requestId() });
  const base = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: body.model,
  };
  const event = (rest: object) => response.write(`data: ${JSON.stringify({ ...base, ...rest })}\n\n`);
  const choice = (delta: object, finish: string | null = null) =>
    event({ choices: [{ index: 0, delta, finish_reason: finish, logprobs: null }] });
  choice({ role: 'assistant', content: '' });
  const pieces = text.match(/\S+\s*|\s+/g) ?? [];
  const whole = fault?.kind === 'cut_stream' ? pieces.slice(0, fault.pieces) : pieces;
  for (const piece of whole) choice({ content: piece });
  if (fault?.kind === 'cut_stream') return void setTimeout(() => response.destroy(), 30);
  choice({}, finish);
  const asked = body.stream_options as { include_usage?: boolean } | undefined;
  if (asked?.include_usage === true) event({ choices: [], usage: usageOf(body, text) });
  response.end('data: [DONE]\n\n');
}

function sendEmbeddings(
  response: ServerResponse,
  body: Record<string, unknown>,
  vectors: Float32Array[],
): void {
  const data = vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding:
      body.encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : [...vector],
  }));
  const usage = { prompt_tokens: vectors.length, total_tokens: vectors.length };
  send(response, 200, { object: 'list', data, model: body.model, usage }, requestId());
}

/** Words stand for tokens. */
function usageOf(body: Record<string, unknown>, text: string): object {
  const words = (value: string) => value.split(/\s+/).filter((word) => word !== '').length;
  const input = (body.messages as AskedMessage[]).reduce((sum, { content }) => sum + words(content), 0);
  const output = words(text);
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: 0 },
  };
}

function repeatLastMessage(messages: AskedMessage[]): string {
  return `You said: ${messages.at(-1)?.content ?? ''}`;
}

function requestId(): Record<string, string> {
  return { 'x-request-id': 'req_test' };
}
