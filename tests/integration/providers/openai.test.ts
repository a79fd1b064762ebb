import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ChatEvent, collectAnswer } from '#lib/providers/chat-provider.ts';
import { openAiChat } from '#lib/providers/openai-chat.ts';
import { openAiEmbeddings } from '#lib/providers/openai-embeddings.ts';
import { hashedEmbedding } from '../../support/hashed-embedding.ts';
import { type OpenAiServer, startOpenAiServer, wireError } from '../../support/openai-server.ts';
import { openedTo } from './opened.ts';

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer({ dimensions: 8, answer: () => 'Cut the apple [1] in four.' });
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
});

const connection = (preset = 'openai') => openedTo('openai', server.baseUrl, { key: server.key, preset });
const QUESTION = { messages: [{ role: 'user', content: 'How do I cut an apple?' }] } as const;

describe('chat', () => {
  test('streams the answer as it comes, with usage and finish reason', async () => {
    const events: ChatEvent[] = [];
    const chat = openAiChat(connection(), { model: 'gpt-test' });
    for await (const event of chat.stream({ ...QUESTION, temperature: 0, maxOutputTokens: 50 }))
      events.push(event);
    const end = events.pop();
    expect(events.length).toBeGreaterThan(2);
    expect(events.map((event) => (event.kind === 'delta' ? event.text : '')).join('')).toBe(
      'Cut the apple [1] in four.',
    );
    expect(end).toEqual({
      kind: 'end',
      finishReason: 'stop',
      usage: { input: 6, cached: 0, output: 6 },
      model: 'gpt-test',
    });
    const [request] = server.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(request?.headers.authorization).toBe(`Bearer ${server.key}`);
    expect(request?.body).toEqual({
      model: 'gpt-test',
      messages: [{ role: 'user', content: 'How do I cut an apple?' }],
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      max_completion_tokens: 50,
    });
  });

  test('asks for JSON of a schema, and names the limit as the server knows it', async () => {
    const schema = { type: 'object', properties: { answer: { type: 'string' } }, required: ['answer'] };
    const chat = openAiChat(connection('ollama'), { model: 'llama' });
    await collectAnswer(chat.stream({ ...QUESTION, maxOutputTokens: 9, schema: { name: 'answer', schema } }));
    expect(server.requests[0]?.body).toMatchObject({
      max_tokens: 9,
      response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
    });
  });

  test('half a stream is told from a whole one, and what came is given', async () => {
    server.failNext({ kind: 'cut_stream', pieces: 2 });
    const seen: string[] = [];
    const reading = async () => {
      for await (const event of openAiChat(connection(), { model: 'gpt-test' }).stream(QUESTION))
        if (event.kind === 'delta') seen.push(event.text);
    };
    await expect(reading()).rejects.toMatchObject({ fault: 'cut_stream', stage: 'generation' });
    expect(seen.join('')).toBe('Cut the ');
    expect(server.requests).toHaveLength(1); // what has begun is not asked for twice
  });

  test('an error that the server writes into the stream is its own', async () => {
    const error = JSON.stringify(wireError('The engine is overloaded', 'server_error', null));
    server.failNext({ kind: 'body', body: `data: ${error}\n\n` });
    const answer = collectAnswer(openAiChat(connection(), { model: 'gpt-test' }).stream(QUESTION));
    await expect(answer).rejects.toMatchObject({
      fault: 'unavailable',
      message: expect.stringContaining('The engine is overloaded'),
    });
  });

  test('a server that is silent is given up on', async () => {
    const { silent, asked } = await silentServer();
    const chat = openAiChat(asked, { model: 'gpt-test', timeoutMs: 100 });
    await expect(collectAnswer(chat.stream(QUESTION))).rejects.toMatchObject({
      fault: 'timeout',
      message: '“Test openai” did not answer within 0.1 s. Try again; if it stays so, check the server.',
    });
    await silent.close();
  });

  test('whoever stops asking ends the request', async () => {
    const { silent, asked } = await silentServer();
    const asking = new AbortController();
    const answer = collectAnswer(
      openAiChat(asked, { model: 'gpt-test' }).stream({ ...QUESTION, signal: asking.signal }),
    );
    const refused = expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    await vi.waitUntil(() => silent.requests.length > 0, { timeout: 30_000, interval: 5 });
    asking.abort();
    await refused;
    await silent.close();
  });
});

/** One of its own: a request that was given up may be read only when another test asks. */
async function silentServer() {
  const silent = await startOpenAiServer();
  silent.failAlways({ kind: 'silence' });
  return { silent, asked: openedTo('openai', silent.baseUrl, { key: silent.key }) };
}

describe('embeddings', () => {
  test.each([
    ['openai', 'base64'],
    ['gemini', 'float'],
  ])('of %s come as %s and are the same', async (preset, encoding) => {
    const embeddings = openAiEmbeddings(connection(preset), { model: 'embed-test' });
    expect(embeddings.dimensions).toBeNull();
    const vectors = await embeddings.embed(['an apple', 'a pear']);
    expect(vectors).toEqual([hashedEmbedding('an apple', 8), hashedEmbedding('a pear', 8)]);
    expect(embeddings.dimensions).toBe(8);
    const [asked] = server.requests;
    expect(asked?.path).toBe('/v1/embeddings');
    expect(asked?.body).toEqual({
      model: 'embed-test',
      input: ['an apple', 'a pear'],
      encoding_format: encoding,
    });
  });

  test('many texts go in several requests, and keep their order', async () => {
    const texts = Array.from({ length: 250 }, (_, at) => `text number ${at}`);
    const vectors = await openAiEmbeddings(connection(), { model: 'embed-test' }).embed(texts);
    expect(vectors).toEqual(texts.map((text) => hashedEmbedding(text, 8)));
    expect(server.requests.map(({ body }) => (body.input as string[]).length)).toEqual([96, 96, 58]);
  });

  test('a vector of another length is a fault', async () => {
    server.failNext({ kind: 'dimension', dimensions: 4 });
    const embeddings = openAiEmbeddings(connection(), { model: 'embed-test', dimensions: 8 });
    await expect(embeddings.embed(['an apple'])).rejects.toMatchObject({
      fault: 'wrong_dimension',
      stage: 'retrieval',
    });
  });

  test.each(['{"object":"list"}', '{"data":[]}', '{"data":[{"index":0,"embedding":["x"]}]}', '<html>'])(
    'an answer such as %s is a fault and no vector',
    async (body) => {
      server.failNext({ kind: 'body', body });
      const answer = openAiEmbeddings(connection(), { model: 'embed-test' }).embed(['an apple']);
      await expect(answer).rejects.toMatchObject({ fault: 'bad_answer', stage: 'retrieval' });
    },
  );
});
