import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDocuments } from '#lib/pipeline/add-documents.ts';
import { askQuestion } from '#lib/pipeline/ask-question.ts';
import { cancelIndex } from '#lib/pipeline/cancel-index.ts';
import { connectedProviders as providers } from '#lib/pipeline/connected-providers.ts';
import { createKnowledgeBase } from '#lib/pipeline/create-knowledge-base.ts';
import { INDEX_JOB } from '#lib/pipeline/index-job.ts';
import { readKnowledgeBase } from '#lib/pipeline/queries/knowledge-bases.ts';
import { readPromptText } from '#lib/pipeline/queries/prompts.ts';
import { requestIndex } from '#lib/pipeline/request-index.ts';
import { runIndex } from '#lib/pipeline/run-index.ts';
import { savePrompt } from '#lib/pipeline/save-prompt.ts';
import type { Context } from '#lib/platform/context.ts';
import { createConnection } from '#lib/providers/create-connection.ts';
import { readQuery } from '#lib/query-log/queries/read-query.ts';
import { type OpenAiServer, RATE_LIMITED, startOpenAiServer } from '../../support/openai-server.ts';
import { openTestStores, ownerContext } from '../../support/stores.ts';
import { handbookFiles, markdown } from './handbook-files.ts';

const DIMENSIONS = 64;
const QUESTION = 'How many days do I have to return a jacket?';
const ANSWER = 'You have 30 days [1].';

let open: Awaited<ReturnType<typeof openTestStores>>;
let openai: OpenAiServer;
let said = ANSWER;
let finish = 'stop';
let ctx: Context;
let baseId: string;
let chat: { connectionId: string; model: string };

beforeAll(async () => {
  open = await openTestStores();
  await open.stores.jobs.register(INDEX_JOB, async () => {});
  openai = await startOpenAiServer({ dimensions: DIMENSIONS, answer: () => said, finish: () => finish });
  await makeBase();
});
afterAll(async () => {
  await openai.close();
  await open.close();
});
beforeEach(() => {
  said = ANSWER;
  finish = 'stop';
  openai.failAlways(undefined);
});

async function makeBase(): Promise<void> {
  ctx = await ownerContext(open.stores);
  const { id } = await createConnection(ctx, {
    name: 'Models',
    preset: 'compatible',
    baseUrl: openai.baseUrl,
    apiKey: openai.key,
    options: { chatModel: 'gpt-test', embeddingModel: 'embed-test' },
  });
  chat = { connectionId: id, model: 'gpt-test' };
  ({ id: baseId } = await createKnowledgeBase(ctx, {
    name: 'Handbook',
    embedding: { connectionId: id, model: 'embed-test' },
    answering: { chat, retrieval: { mode: 'similarity', threshold: 0 } },
  }));
  await addDocuments(ctx, { baseId, files: handbookFiles() });
  await index();
}

async function index(): Promise<void> {
  const { id } = await requestIndex(ctx, { baseId });
  await runIndex(open.stores, providers, id);
}

const ask = (input: object = {}) => askQuestion(ctx, { question: QUESTION, ...input }, { providers });

describe('with a model that embeds and one that answers', () => {
  test.each(['similarity', 'mmr', 'hybrid', 'lexical'] as const)(
    '%s finds the passage, and the answer cites it',
    async (mode) => {
      const answer = await ask({ mode, lambda: 0.8 });
      expect(answer).toMatchObject({
        outcome: 'answered',
        answer: ANSWER,
        citations: [1],
        model: 'gpt-test',
        promptVersion: 'cited-answer@1',
        error: null,
      });
      expect(answer.hits[0]?.source).toBe('returns.md');
      expect(answer.tokens?.output).toBeGreaterThan(0);
      const logged = await readQuery(ctx, answer.id);
      expect(logged.tokens.input).toBe(answer.tokens?.input);
      expect(logged.messages.map(({ role }) => role)).toEqual(['system', 'user']);
      expect(JSON.stringify(logged.messages)).toContain('[1] Returns');
      expect(logged.question).toBe(QUESTION);
    },
  );

  test('only what changed is embedded again', async () => {
    const before = openai.embeddedTexts();
    await addDocuments(ctx, { baseId, files: [markdown('new.md', '# New\n\nA page about gift cards.\n')] });
    await index();
    const { current } = await readKnowledgeBase(ctx, baseId);
    expect(current?.textsEmbedded).toBe(1);
    // Beside the page itself: the questions of the calibration that its own words made.
    expect(openai.embeddedTexts() - before).toBeLessThanOrEqual(1 + (current?.calibration?.own ?? 0));
  });

  test('thresholds are measured for each way of retrieving', async () => {
    const { current } = await readKnowledgeBase(ctx, baseId);
    expect(Object.keys(current?.calibration?.thresholds ?? {}).sort()).toEqual([
      'hybrid',
      'lexical',
      'mmr',
      'similarity',
    ]);
  });

  test('an answer that a JSON Schema asks for is JSON, or a fault of the generation', async () => {
    const answerSchema = {
      type: 'object',
      properties: { days: { type: 'integer' } },
      required: ['days'],
      additionalProperties: false,
    };
    said = '{"days": 30}';
    expect(await ask({ answerSchema })).toMatchObject({ outcome: 'answered', value: { days: 30 } });
    said = '{"pages": [1, 2], "why": "Page [2] says so."}';
    expect(await ask({ answerSchema: { type: 'object' } })).toMatchObject({ citations: [2] });
    said = '{"days": "thirty"}';
    const wrong = await ask({ answerSchema });
    expect(wrong).toMatchObject({ outcome: 'failed', error: { stage: 'generation', type: 'schema' } });
    expect(wrong.error?.message).toMatch(/days must be integer/);
    expect((await readQuery(ctx, wrong.id)).error?.stage).toBe('generation');
    await expect(ask({ answerSchema: { type: 'nonsense' } })).rejects.toMatchObject({ kind: 'invalid' });
  });

  test('a prompt of the team is a version that the query carries', async () => {
    const first = await savePrompt(ctx, { name: 'short', text: 'One sentence.' });
    expect(await savePrompt(ctx, { name: 'short', text: 'One sentence.' })).toEqual(first);
    const { promptVersion } = await savePrompt(ctx, { name: 'short', text: 'Half a sentence.' });
    expect([first.promptVersion, promptVersion]).toEqual(['short@1', 'short@2']);
    const answer = await ask({ promptVersion: 'short@1' });
    const logged = await readQuery(ctx, answer.id);
    expect(logged).toMatchObject({ promptVersion: 'short@1' });
    expect(JSON.stringify(logged.messages)).toContain('One sentence.');
  });
});

test('prompts that several people save at once are all kept, each as a version', async () => {
  const texts = ['Be brief.', 'Be thorough.', 'Be kind.', 'Be quick.'];
  const saved = await Promise.all(texts.map((text) => savePrompt(ctx, { name: 'at-once', text })));
  const versions = saved.map(({ promptVersion }) => promptVersion);
  expect(versions.toSorted()).toEqual(['at-once@1', 'at-once@2', 'at-once@3', 'at-once@4']);
  const kept = await Promise.all(versions.map((version) => readPromptText(ctx, version)));
  expect(kept).toEqual(texts);
});

describe('a provider that fails', () => {
  test.each([
    ['is asked too often', () => openai.failAlways(RATE_LIMITED), 'rate_limited'],
    ['is down', () => openai.failAlways({ kind: 'status', status: 503 }), 'unavailable'],
    ['refuses the key', () => openai.failAlways({ kind: 'status', status: 401 }), 'unauthorised'],
    ['makes other vectors', () => openai.failAlways({ kind: 'dimension', dimensions: 8 }), 'wrong_dimension'],
  ])('at retrieval because it %s: said, logged with its stage, and not zero hits', async (_, fail, type) => {
    fail();
    const answer = await ask();
    expect(answer).toMatchObject({
      outcome: 'failed',
      answer: null,
      hits: [],
      error: { stage: 'retrieval', type },
    });
    expect(answer.error?.message).not.toContain(openai.key);
    expect(await readQuery(ctx, answer.id)).toMatchObject({
      retrieved: false,
      zeroHit: false,
      error: { stage: 'retrieval', type },
    });
  });

  test('at generation by ending half-way: what came is kept beside the fault', async () => {
    openai.failAlways({ kind: 'cut_stream', pieces: 2 });
    const answer = await ask({ mode: 'lexical' });
    expect(answer).toMatchObject({ outcome: 'failed', error: { stage: 'generation', type: 'cut_stream' } });
    expect(ANSWER.startsWith(answer.answer ?? '?')).toBe(true);
    expect(answer.hits.length).toBeGreaterThan(0);
    const logged = await readQuery(ctx, answer.id);
    expect(logged).toMatchObject({ retrieved: true, error: { stage: 'generation' } });
  });

  test.each([
    ['content_filter', '', /withheld by the provider's content filter/],
    ['length', ' ', /limit of its length before it wrote anything/],
    ['stop', '', /^gpt-test answered with nothing\. Ask again/],
  ])(
    'by ending with %s and writing nothing: no answer, and not one that the documents lack',
    async (reason, text, words) => {
      [said, finish] = [text, reason];
      const answer = await ask({ mode: 'lexical' });
      const error = { stage: 'generation', type: 'bad_answer', message: expect.stringMatching(words) };
      expect(answer).toMatchObject({ outcome: 'failed', error });
      expect((await readQuery(ctx, answer.id)).error).toMatchObject(error);
    },
  );

  test('by no fault: an answer cut at its length is one, and says so', async () => {
    finish = 'length';
    const answer = await ask({ mode: 'lexical' });
    expect(answer).toMatchObject({ outcome: 'answered', answer: ANSWER, finishReason: 'length' });
    expect((await readQuery(ctx, answer.id)).metadata.finishReason).toBe('length');
  });

  test('while indexing leaves the index before in use, and the next run goes on', async () => {
    const before = (await readKnowledgeBase(ctx, baseId)).current?.version;
    await addDocuments(ctx, { baseId, files: [markdown('new.md', '# New\n\nAnother page about gifts.\n')] });
    openai.failAlways({ kind: 'status', status: 401 });
    await index();
    const failed = await readKnowledgeBase(ctx, baseId);
    expect(failed.latest).toMatchObject({ status: 'failed', error: expect.stringMatching(/Models/) });
    expect(failed.current?.version).toBe(before);
    openai.failAlways(undefined);
    await index();
    const mended = await readKnowledgeBase(ctx, baseId);
    expect(mended.current?.version).toBe(failed.latest?.version);
  });

  test('an index that is cancelled keeps what it has embedded, and the next run goes on from there', async () => {
    const { current: before } = await readKnowledgeBase(ctx, baseId);
    const parts = Array.from(
      { length: 200 },
      (_, i) =>
        `## Part ${i}\n\n${`Gift cards of series ${i} end in the year ${i} and are sold in shops. `.repeat(10)}`,
    );
    await addDocuments(ctx, { baseId, files: [markdown('cards.md', `# Cards\n\n${parts.join('\n\n')}\n`)] });
    const { id } = await requestIndex(ctx, { baseId });
    const asked = openai.embeddedTexts();
    openai.delayMs = 300;
    const running = runIndex(open.stores, providers, id);
    while (openai.embeddedTexts() === asked) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await cancelIndex(ctx, { id })).toEqual({ status: 'cancelled' });
    await running;
    openai.delayMs = 0;
    const cancelled = await readKnowledgeBase(ctx, baseId);
    const embedded = cancelled.latest?.textsEmbedded ?? 0;
    expect(cancelled.latest?.status).toBe('cancelled');
    expect(cancelled.current?.version).toBe(before?.version);
    expect(embedded).toBe(openai.embeddedTexts() - asked);
    expect(embedded).toBeLessThan(parts.length);
    await index();
    const { current } = await readKnowledgeBase(ctx, baseId);
    expect(current).toMatchObject({ version: cancelled.latest?.version, textsEmbedded: parts.length });
    expect(current?.chunksTotal).toBe((before?.chunksTotal ?? 0) + parts.length);
    expect(await cancelIndex(ctx, { id })).toEqual({ status: 'finished' });
  });

  test('an index whose vectors are gone says so', async () => {
    await open.stores.controlPlane.prisma.storedVector.deleteMany({ where: { projectId: ctx.project.id } });
    await open.stores.controlPlane.prisma.vectorCollection.deleteMany({
      where: { projectId: ctx.project.id },
    });
    const answer = await ask();
    expect(answer.error).toMatchObject({ stage: 'retrieval', type: 'missing_index' });
  });
});
