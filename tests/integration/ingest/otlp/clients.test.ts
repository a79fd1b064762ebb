import { OpenTelemetry } from '@ai-sdk/otel';
import { LangChainInstrumentation } from '@arizeai/openinference-instrumentation-langchain';
import * as callbackManager from '@langchain/core/callbacks/manager';
import { Document } from '@langchain/core/documents';
import { StringOutputParser } from '@langchain/core/output_parsers';
import { ChatPromptTemplate } from '@langchain/core/prompts';
import { BaseRetriever } from '@langchain/core/retrievers';
import { RunnableLambda, RunnableSequence } from '@langchain/core/runnables';
import { FakeListChatModel } from '@langchain/core/utils/testing';
import { LangfuseSpanProcessor } from '@langfuse/otel';
import { setLangfuseTracerProvider, startActiveObservation, startObservation } from '@langfuse/tracing';
import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { generateText } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from '#lib/platform/context.ts';
import type { Stores } from '#lib/platform/stores.ts';
import { openTestStores, ownerContext } from '../../../support/stores.ts';
import { type Door, openDoor } from '../door.ts';
import { storedQueries } from './stored.ts';

let stores: Stores;
let close: () => Promise<void>;
let ctx: Context;
let door: Door;
/** The context manager is one for the process; each test brings its own provider. */
const globalProvider = new NodeTracerProvider();

beforeAll(async () => {
  globalProvider.register();
  ({ stores, close } = await openTestStores());
});
afterAll(async () => {
  await close();
});

async function withDoor(work: () => Promise<void>): Promise<void> {
  ctx = await ownerContext(stores);
  door = await openDoor(ctx);
  try {
    await work();
  } finally {
    await door.close();
  }
}

const QUESTION = 'How long is the guarantee?';
const ANSWER = 'Two years [1].';
const TEXTS = ['The guarantee is two years.', 'Batteries have one year.'];
const target = () => ({
  url: `http://127.0.0.1:${door.port}/v1/traces`,
  headers: { authorization: `Bearer ${door.key}` },
});

/** What the application itself would write with the conventions for generative AI. */
function writeRag(provider: NodeTracerProvider): void {
  const tracer = provider.getTracer('app');
  const root = tracer.startSpan('invoke_workflow ask');
  const inRoot = trace.setSpan(context.active(), root);
  const retrieval = tracer.startSpan('retrieval handbook', {}, inRoot);
  retrieval.setAttributes({
    'gen_ai.operation.name': 'retrieval',
    'gen_ai.data_source.id': 'handbook',
    'gen_ai.retrieval.query.text': QUESTION,
    'gen_ai.retrieval.documents': JSON.stringify(
      TEXTS.map((content, i) => ({ id: `d${i}`, content, score: 0.9 - i / 10 })),
    ),
  });
  retrieval.end();
  const chat = tracer.startSpan('chat m', {}, inRoot);
  chat.setAttributes({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'm',
    'gen_ai.usage.input_tokens': 12,
    'gen_ai.input.messages': JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: QUESTION }] }]),
    'gen_ai.output.messages': JSON.stringify([
      { role: 'assistant', parts: [{ type: 'text', content: ANSWER }], finish_reason: 'stop' },
    ]),
  });
  chat.end();
  root.end();
}

test.each([
  ['JSON', JsonExporter, undefined],
  ['protobuf', ProtobufExporter, undefined],
  ['gzipped protobuf', ProtobufExporter, 'gzip'],
] as const)('the exporter of OpenTelemetry, in %s', async (_, Exporter, compression) => {
  await withDoor(async () => {
    const exporter = new Exporter({
      ...target(),
      ...(compression === undefined ? {} : { compression: compression as never }),
    });
    const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
    writeRag(provider);
    await provider.shutdown();
    expect(await storedQueries(ctx)).toMatchObject([
      {
        question: QUESTION,
        answer: ANSWER,
        hit_ids: ['d0', 'd1'],
        hit_scores: [0.9, 0.8],
        model: 'm',
        input_tokens: 12,
        retriever: 'handbook',
      },
    ]);
  });
});

test('an exporter that is answered 503 sends it again', async () => {
  await withDoor(async () => {
    let failures = 2;
    const handle = door.ingest.handle.bind(door.ingest);
    door.ingest.handle = async (request, response) => {
      if (failures-- <= 0) return handle(request, response);
      request.resume();
      response.writeHead(503, { 'retry-after': '0' }).end();
    };
    const provider = new NodeTracerProvider({
      spanProcessors: [new SimpleSpanProcessor(new ProtobufExporter(target()))],
    });
    writeRag(provider);
    await provider.shutdown();
    expect(await storedQueries(ctx)).toMatchObject([{ question: QUESTION, hit_count: 2, answer: ANSWER }]);
  });
});

test('LangChain under OpenInference', async () => {
  await withDoor(async () => {
    const provider = new NodeTracerProvider({
      spanProcessors: [new BatchSpanProcessor(new ProtobufExporter(target()))],
    });
    const instrumentation = new LangChainInstrumentation({ tracerProvider: provider });
    instrumentation.manuallyInstrument(callbackManager);
    class Handbook extends BaseRetriever {
      lc_namespace = ['test'];
      override async _getRelevantDocuments() {
        return TEXTS.map(
          (pageContent, i) => new Document({ pageContent, metadata: { page: i }, id: `d${i}` }),
        );
      }
    }
    const retriever = new Handbook();
    const chain = RunnableSequence.from([
      RunnableLambda.from(async ({ question }: { question: string }, config) => ({
        question,
        hits: (await retriever.invoke(question, config)).map((hit) => hit.pageContent).join('\n'),
      })),
      ChatPromptTemplate.fromMessages([
        ['system', 'Answer from: {hits}'],
        ['user', '{question}'],
      ]),
      new FakeListChatModel({ responses: [ANSWER] }),
      new StringOutputParser(),
    ]);
    expect(await chain.invoke({ question: QUESTION })).toBe(ANSWER);
    await provider.shutdown();
    const [row, ...others] = await storedQueries(ctx);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ question: QUESTION, answer: ANSWER, hit_count: 2, retrieved: true });
    expect(row?.dialect).toContain('openinference');
  });
});

test('an SDK of Langfuse that is told another address', async () => {
  await withDoor(async () => {
    const processor = new LangfuseSpanProcessor({
      publicKey: 'pk-lf-test',
      secretKey: door.key,
      baseUrl: `http://127.0.0.1:${door.port}`,
    });
    const provider = new NodeTracerProvider({ spanProcessors: [processor] });
    setLangfuseTracerProvider(provider);
    await startActiveObservation('ask', async (root) => {
      root.update({ input: QUESTION });
      const retriever = startObservation('handbook', { input: QUESTION }, { asType: 'retriever' });
      retriever.update({ output: TEXTS.map((text, i) => ({ id: `d${i}`, text, score: 0.9 - i / 10 })) });
      retriever.end();
      const generation = startObservation(
        'answer',
        { model: 'm', input: [{ role: 'user', content: QUESTION }] },
        { asType: 'generation' },
      );
      generation.update({
        output: { role: 'assistant', content: ANSWER },
        usageDetails: { input: 12, output: 3 },
      });
      generation.end();
      root.update({ output: ANSWER });
    });
    await provider.shutdown();
    setLangfuseTracerProvider(null);
    const [row, ...others] = await storedQueries(ctx);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      question: QUESTION,
      answer: ANSWER,
      model: 'm',
      input_tokens: 12,
      hit_count: 2,
    });
    expect(row?.dialect).toContain('langfuse');
  });
});

test('the AI SDK of Vercel with its OpenTelemetry integration', async () => {
  await withDoor(async () => {
    const provider = new NodeTracerProvider({
      spanProcessors: [new BatchSpanProcessor(new JsonExporter(target()))],
    });
    const { text } = await generateText({
      model: new MockLanguageModelV4({
        doGenerate: async () => ({
          content: [{ type: 'text', text: ANSWER }],
          finishReason: { unified: 'stop', raw: 'stop' },
          usage: {
            inputTokens: { total: 12, noCache: 12, cacheRead: undefined, cacheWrite: undefined },
            outputTokens: { total: 3, text: 3, reasoning: undefined },
          },
          warnings: [],
        }),
      }),
      prompt: QUESTION,
      telemetry: { integrations: [new OpenTelemetry({ tracer: provider.getTracer('ai') })] },
    });
    expect(text).toBe(ANSWER);
    await provider.shutdown();
    const [row, ...others] = await storedQueries(ctx);
    expect(others).toEqual([]);
    expect(row).toMatchObject({ question: QUESTION, answer: ANSWER, retrieved: false, input_tokens: 12 });
  });
});
