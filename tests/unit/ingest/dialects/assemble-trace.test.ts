import { describe, expect, test } from 'vitest';
import { flattened, TRACE_ID } from '../../../fixtures/otlp/sent-spans.ts';
import { assembled, llm, only, step } from './trace-steps.ts';

const OTHER_TRACE = 'aaaabbbbccccddddaaaabbbbccccdddd';

describe('what a query is', () => {
  test('a trace without a model call or a retrieval is none', () => {
    const { queries, scores } = assembled(
      step('http', '', { 'http.route': '/api/orders' }),
      step('tool', 'TOOL', { parent: 'http' }),
    );
    expect({ queries, scores }).toEqual({ queries: [], scores: [] });
  });

  test('faultline.query.id makes a query of a subtree', () => {
    const { queries } = assembled(
      step('batch', 'CHAIN', { 'input.value': 'nightly run' }),
      step('a', 'CHAIN', {
        parent: 'batch',
        'input.value': 'first?',
        'output.value': '1',
        'faultline.query.id': 'run-1',
      }),
      llm('a1', 'prompt 1', '1', { parent: 'a' }),
      step('b', 'CHAIN', {
        parent: 'batch',
        'input.value': 'second?',
        'output.value': '2',
        'faultline.query.id': 'run-2',
      }),
      llm('b1', 'prompt 2', '2', { parent: 'b' }),
    );
    expect(queries.map(({ event }) => [event.id, event.question, event.answer])).toEqual([
      ['run-1', 'first?', '1'],
      ['run-2', 'second?', '2'],
    ]);
    expect(queries.map(({ event }) => event.traceId)).toEqual([TRACE_ID, TRACE_ID]);
  });

  test('the id on every span of a query, as a baggage processor puts it, still makes one query', () => {
    const id = { 'faultline.query.id': 'q-1' };
    const query = only(
      step('root', 'CHAIN', { 'input.value': 'why?', ...id }),
      llm('m', 'p', 'so', { parent: 'root', ...id }),
    );
    expect(query.event).toMatchObject({ id: 'q-1', question: 'why?', answer: 'so' });
  });

  test("a judge's model call is no part of the query it judges", () => {
    const query = only(
      step('root', 'CHAIN', { 'input.value': 'why?', 'output.value': 'so' }),
      llm('m', 'why?', 'so', { parent: 'root', 'llm.token_count.prompt': 10 }),
      step('judge', 'EVALUATOR', { parent: 'root', ms: [200, 900] }),
      llm('j', 'Is it right?', 'yes', { parent: 'judge', ms: [200, 900], 'llm.token_count.prompt': 500 }),
    );
    expect(query.event).toMatchObject({
      answer: 'so',
      tokens: { input: 10 },
      latency: { totalMs: 100, generationMs: 100 },
    });
  });
});

describe('times and amounts', () => {
  test('generation time is the union of the model calls, tokens and cost their sum', () => {
    const usage = { 'llm.token_count.prompt': 10, 'llm.token_count.completion': 5, 'llm.cost.total': 0.5 };
    const { event } = only(
      step('root', 'AGENT', { 'input.value': 'why?', ms: [0, 500], ...usage }),
      llm('wrapper', 'why?', 'x', { parent: 'root', ms: [0, 400], ...usage }),
      llm('one', 'why?', 'x', { parent: 'wrapper', ms: [0, 200], ...usage }),
      llm('two', 'why?', 'y', { parent: 'wrapper', ms: [100, 300], ...usage }),
    );
    expect(event.latency).toEqual({ generationMs: 300, totalMs: 500 });
    expect(event.tokens).toEqual({ input: 20, output: 10 });
    expect(event.costUsd).toBe(1);
  });

  test('an agent without spans of its own is a model call', () => {
    const { event } = only(
      step('agent', '', {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.request.model': 'remote',
        'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"why?"}]}]',
        'gen_ai.output.messages': '[{"role":"assistant","parts":[{"type":"text","content":"so"}]}]',
        'gen_ai.usage.input_tokens': 7,
      }),
    );
    expect(event).toMatchObject({ question: 'why?', answer: 'so', model: 'remote', tokens: { input: 7 } });
  });

  test('names and versions are found in their order, on spans and resources', () => {
    const { event } = only(
      step('root', 'CHAIN', {
        'input.value': 'why?',
        'faultline.index_version': 'v7',
        'deployment.environment': 'old',
      }),
      llm('m', 'why?', 'so', {
        parent: 'root',
        'llm.prompt_template.version': '3',
        'traceloop.prompt.version': 4,
        'faultline.prompt_version': 'p-9',
        'deployment.environment.name': 'prod',
        'service.version': '1.2.3',
      }),
    );
    expect(event).toMatchObject({
      promptVersion: 'p-9',
      indexVersion: 'v7',
      release: '1.2.3',
      environment: 'old',
    });
  });

  test('the first token comes in seconds, milliseconds or as a time', () => {
    const firstToken = (attributes: Record<string, unknown>) =>
      only(llm('m', 'why?', 'so', attributes)).event.latency.firstTokenMs;
    expect(firstToken({ 'gen_ai.response.time_to_first_chunk': 0.25 })).toBe(250);
    expect(firstToken({ 'ai.response.msToFirstChunk': 250 })).toBe(250);
    expect(
      firstToken({ 'langfuse.observation.completion_start_time': '"2026-11-22T09:35:44.250125Z"' }),
    ).toBe(250.125);
  });
});

describe('scores', () => {
  const score = { 'gen_ai.evaluation.name': 'faithfulness', 'gen_ai.evaluation.score.value': 0.75 };

  test('of an event belong to the query around it', () => {
    const { scores } = assembled(
      llm('m', 'why?', 'so', {
        events: [
          {
            name: 'gen_ai.evaluation.result',
            attributes: { ...score, 'gen_ai.evaluation.explanation': 'ok' },
          },
        ],
        'faultline.query.id': 'q-1',
      }),
    );
    expect(scores).toEqual([
      { queryId: 'q-1', name: 'faithfulness', value: 0.75, comment: 'ok', source: 'judge' },
    ]);
  });

  test('of an evaluation alone wait for their trace', () => {
    const { queries, scores } = assembled(
      step('e', '', {
        events: [{ name: 'gen_ai.evaluation.result', attributes: { ...score, 'faultline.hit_id': 'kb-1' } }],
      }),
    );
    expect(queries).toEqual([]);
    expect(scores).toEqual([
      { queryId: TRACE_ID, hitId: 'kb-1', name: 'faithfulness', value: 0.75, source: 'judge' },
    ]);
  });

  test('of an annotation belong to the trace it is linked to', () => {
    const { scores } = assembled(
      step('human review', 'EVALUATOR', {
        links: [{ traceId: OTHER_TRACE, spanId: 'eee19b7ec3c1b174' }],
        ...flattened('annotations', [
          {
            'annotation.name': 'failure_label',
            'annotation.label': 'weak_reasoning',
            'annotation.annotator_kind': 'HUMAN',
            'annotation.identifier': 'reviewer-7',
          },
          { 'annotation.name': 'says nothing' },
        ]),
      }),
    );
    expect(scores).toEqual([
      {
        queryId: OTHER_TRACE,
        name: 'failure_label',
        label: 'weak_reasoning',
        source: 'person',
        version: 'reviewer-7',
      },
    ]);
  });
});
