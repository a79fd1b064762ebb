import { expect, test } from 'vitest';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import { loggedRun } from '../../../app/(app)/[project]/ask/logged-run.ts';

const hit = (rank: number, cited: boolean) => ({
  rank,
  id: `h${rank}`,
  title: 'T',
  source: 's',
  text: null,
  score: 0.5,
  cited,
});
const logged = (part: object) =>
  ({
    id: 'q',
    question: 'And of shoes?',
    retrievalQuery: 'How long can shoes be returned?',
    retrieved: true,
    answer: 'Two weeks [2].',
    error: null,
    hits: [hit(1, false), hit(2, true)],
    tokens: { input: null, cached: null, output: 3 },
    latency: { retrievalMs: 20, generationMs: 30, firstTokenMs: null, totalMs: null },
    model: 'm',
    promptVersion: '',
    retriever: 'r',
    indexVersion: 'i',
    metadata: {},
    ...part,
  }) as unknown as QueryDetail;

test('a logged query is shown as an answer to what was searched, with its citations and times', () => {
  const run = loggedRun(logged({}));
  expect(run).toMatchObject({ question: 'How long can shoes be returned?', text: 'Two weeks [2].' });
  expect(run.answer).toMatchObject({
    id: 'q',
    outcome: 'answered',
    citations: [2],
    tokens: null,
    latency: { totalMs: 50 },
    finishReason: null,
  });
});

test('no retrieval has no passages at all, and a fault or the outcome that the pipeline logged is told', () => {
  expect(loggedRun(logged({ retrieved: false, hits: [] })).hits).toBeUndefined();
  expect(loggedRun(logged({ hits: [] })).hits).toEqual([]);
  const error = { stage: 'generation', type: 'timeout', message: 'm' };
  expect(loggedRun(logged({ error, answer: null })).answer).toMatchObject({ outcome: 'failed', error });
  const metadata = { outcome: 'asked_back', finishReason: 'length' };
  expect(loggedRun(logged({ metadata })).answer).toMatchObject(metadata);
});
