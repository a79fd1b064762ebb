import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { LegacyOpenTelemetry, OpenTelemetry } from '@ai-sdk/otel';
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as callbackManager from '@langchain/core/callbacks/manager';
import { Document } from '@langchain/core/documents';
import { BaseRetriever } from '@langchain/core/retrievers';
import { RunnableLambda, RunnablePassthrough, RunnableSequence } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { propagateAttributes, setLangfuseTracerProvider, startActiveObservation } from '@langfuse/tracing';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { generateText, isStepCount, streamText, tool } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { type AssembledQuery, assembleTrace } from '#lib/ingest/otlp/assemble-trace.ts';
import type { Span } from '#lib/ingest/otlp/span.ts';
import { spansOfBody } from './spans-of-body.ts';

const received: Span[] = [];
/** Takes what the exporter sends, as a receiver would. */
const receiver = createServer(async (request, response) => {
  received.push(...spansOfBody(await text(request)));
  response.setHeader('content-type', 'application/json').end('{}');
});
let provider: NodeTracerProvider;

beforeAll(async () => {
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready));
  const { port } = receiver.address() as AddressInfo;
  const exporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${port}/v1/traces` });
  provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider.register();
});
afterEach(() => {
  received.length = 0;
});
afterAll(async () => {
  await provider.shutdown();
  receiver.closeAllConnections();
  receiver.close();
});

/** The query of the one trace that was sent, once its root has come. */
async function onlyQuery(): Promise<AssembledQuery> {
  const hasRoot = () => expect(received.some((span) => span.parentSpanId === undefined)).toBe(true);
  await vi.waitFor(hasRoot, { timeout: 20_000 });
  await provider.forceFlush();
  expect(new Set(received.map(({ traceId }) => traceId)).size).toBe(1);
  const { queries } = assembleTrace(received);
  const [query] = queries;
  if (query === undefined || queries.length > 1) throw new Error(`${queries.length} queries`);
  return query;
}

class Retriever extends BaseRetriever {
  override lc_namespace = ['test'];
  private readonly find: () => Document[];

  constructor(find: () => Document[]) {
    super();
    this.find = find;
  }

  override async _getRelevantDocuments(): Promise<Document[]> {
    return this.find();
  }
}

describe('OpenInference of LangChain.js', () => {
  beforeAll(() => {
    new LangChainInstrumentation({ tracerProvider: provider }).manuallyInstrument(callbackManager);
  });

  function ask(find: () => Document[]): Promise<string> {
    const chain = RunnableSequence.from<string, string>([
      { question: new RunnablePassthrough<string>(), context: new Retriever(find) },
      RunnableLambda.from(
        (asked: { question: string; context: Document[] }) =>
          `Context: ${asked.context.map((document) => document.pageContent).join('\n')}\nQuestion: ${asked.question}`,
      ),
      new FakeListChatModel({ responses: ['Within 30 days [1].'] }),
      RunnableLambda.from((message: { content: unknown }) => String(message.content)),
    ]);
    return chain.invoke('How long?', { metadata: { session_id: 's-1' } });
  }

  test('an answered question', async () => {
    await ask(() => [
      new Document({ pageContent: 'Lamps: 30 days', metadata: { source: 'a.md' }, id: 'kb-1' }),
      new Document({ pageContent: 'Foam', metadata: { source: 'b.md' }, id: 'kb-2' }),
    ]);
    const { event } = await onlyQuery();
    expect(event).toMatchObject({ question: 'How long?', answer: 'Within 30 days [1].', sessionId: 's-1' });
    expect(event.hits).toMatchObject([
      { id: 'kb-1', text: 'Lamps: 30 days', source: 'a.md' },
      { id: 'kb-2', text: 'Foam', source: 'b.md' },
    ]);
    expect(event.retrievalQuery).toBeUndefined();
  });

  test('nothing found', async () => {
    await ask(() => []);
    expect((await onlyQuery()).event).toMatchObject({ hits: [], answer: 'Within 30 days [1].' });
  });

  test('a store that is down', async () => {
    const failed = ask(() => {
      throw new Error('store is down');
    });
    await expect(failed).rejects.toThrow('store is down');
    const { event } = await onlyQuery();
    expect(event).toMatchObject({ answer: null, error: { stage: 'retrieval', message: 'store is down' } });
    expect(event.hits).toBeUndefined();
  });
});

const usage = {
  inputTokens: { total: 10, noCache: 8, cacheRead: 2, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
};
const stop = { unified: 'stop', raw: 'stop' } as const;

describe.each([
  ['the AI SDK, version 7', OpenTelemetry],
  ['the AI SDK, attributes of version 6', LegacyOpenTelemetry],
])('%s', (_, Telemetry) => {
  const telemetry = { integrations: [new Telemetry()] };

  test('a text', async () => {
    const model = new MockLanguageModelV4({
      modelId: 'm-1',
      doGenerate: {
        finishReason: stop,
        usage,
        content: [{ type: 'text', text: 'Within 30 days' }],
        warnings: [],
      },
    });
    await generateText({ model, instructions: 'Be short', prompt: 'How long?', telemetry });
    const { event } = await onlyQuery();
    expect(event).toMatchObject({
      question: 'How long?',
      answer: 'Within 30 days',
      model: 'm-1',
      tokens: { input: 10, cached: 2, output: 5 },
      messages: [
        { role: 'system', content: 'Be short' },
        { role: 'user', content: 'How long?' },
      ],
    });
    expect(event.hits).toBeUndefined();
  });

  test('a tool call and then a text', async () => {
    const model = new MockLanguageModelV4({
      modelId: 'm-1',
      doGenerate: [
        {
          finishReason: { unified: 'tool-calls', raw: 'tool_calls' },
          usage,
          content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'search', input: '{"q":"lamp"}' }],
          warnings: [],
        },
        { finishReason: stop, usage, content: [{ type: 'text', text: 'Found it' }], warnings: [] },
      ],
    });
    const search = tool({
      inputSchema: z.object({ q: z.string() }),
      execute: async () => [{ id: '1', text: 'lamp' }],
    });
    await generateText({
      model,
      prompt: 'Find lamps',
      stopWhen: isStepCount(3),
      tools: { search },
      telemetry,
    });
    const { event } = await onlyQuery();
    expect(event).toMatchObject({
      question: 'Find lamps',
      answer: 'Found it',
      tokens: { input: 20, output: 10 },
    });
    expect(event.messages?.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool']);
  });

  test('a stream that is stopped', async () => {
    const stopped = new AbortController();
    const model = new MockLanguageModelV4({
      modelId: 'm-1',
      doStream: async ({ abortSignal }) => ({
        stream: new ReadableStream({
          start(controller) {
            controller.enqueue({ type: 'stream-start', warnings: [] });
            controller.enqueue({ type: 'text-start', id: '1' });
            controller.enqueue({ type: 'text-delta', id: '1', delta: 'Becau' });
            abortSignal?.addEventListener('abort', () =>
              controller.error(new DOMException('stop', 'AbortError')),
            );
          },
        }),
      }),
    });
    const { textStream } = streamText({ model, prompt: 'Why?', abortSignal: stopped.signal, telemetry });
    for await (const part of textStream) if (part !== '') stopped.abort();
    expect((await onlyQuery()).event).toMatchObject({
      question: 'Why?',
      error: { stage: 'generation', type: 'aborted' },
    });
  });

  test('a model that fails', async () => {
    const model = new MockLanguageModelV4({
      modelId: 'm-1',
      doGenerate: async () => {
        throw new Error('overloaded');
      },
    });
    await expect(generateText({ model, prompt: 'Why?', maxRetries: 0, telemetry })).rejects.toThrow(
      'overloaded',
    );
    expect((await onlyQuery()).event).toMatchObject({
      question: 'Why?',
      answer: null,
      error: { stage: 'generation', message: 'overloaded' },
    });
  });
});

test('the SDK of Langfuse', async () => {
  setLangfuseTracerProvider(provider);
  await startActiveObservation('support', (span) =>
    propagateAttributes(
      { userId: 'u-1', sessionId: 's-1', tags: ['beta'], metadata: { plan: 'pro' } },
      async () => {
        span.update({ input: { question: 'How long?' } });
        await startActiveObservation(
          'policies',
          async (search) => {
            const found = [{ id: 'kb-1', text: 'Lamps: 30 days', score: 0.5, metadata: { source: 'a.md' } }];
            search.update({ input: 'How long?', output: found });
          },
          { asType: 'retriever' },
        );
        await startActiveObservation(
          'answer',
          async (call) => {
            call.update({
              model: 'm-1',
              input: [{ role: 'user', content: 'Context: … How long?' }],
              output: { role: 'assistant', content: 'Within 30 days' },
              usageDetails: { input: 3, output: 4 },
              costDetails: { total: 0.1 },
            });
          },
          { asType: 'generation' },
        );
        span.update({ output: { answer: 'Within 30 days' } });
      },
    ),
  );
  const { event, retrievals } = await onlyQuery();
  expect(event).toMatchObject({
    question: 'How long?',
    answer: 'Within 30 days',
    hits: [{ id: 'kb-1', text: 'Lamps: 30 days', score: 0.5, source: 'a.md' }],
    scoreKind: 'similarity',
    retriever: 'policies',
    model: 'm-1',
    tokens: { input: 3, output: 4 },
    costUsd: 0.1,
    userId: 'u-1',
    sessionId: 's-1',
    tags: ['beta'],
    metadata: { plan: 'pro' },
  });
  expect(retrievals).toHaveLength(1);
});
