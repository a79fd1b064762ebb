import { describe, expect, test } from 'vitest';
import type { SentSpan } from '../../../fixtures/otlp/sent-spans.ts';
import { llm, only, retriever, step } from './trace-steps.ts';

describe('question and answer', () => {
  test('come from the root', () => {
    const { event } = only(
      step('root', 'CHAIN', { 'input.value': 'why?', 'output.value': 'because' }),
      llm('rewrite', 'Rewrite: why?', 'why exactly?', { parent: 'root', ms: [0, 20] }),
      llm('final', 'Context: … why?', 'because, model', { parent: 'root', ms: [30, 90] }),
    );
    expect(event).toMatchObject({ question: 'why?', answer: 'because' });
  });

  test('come from the first and the last model call where the root is silent', () => {
    const { event } = only(
      step('root', '', {}),
      llm('final', 'Context: … why?', 'because', { parent: 'root', ms: [30, 90] }),
      llm('first', 'why?', 'why exactly?', { parent: 'root', ms: [0, 20] }),
    );
    expect(event).toMatchObject({ question: 'why?', answer: 'because' });
  });

  test('come from the outermost span that holds everything and says them', () => {
    const { event } = only(
      step('http', '', {}),
      step('chain', 'CHAIN', {
        parent: 'http',
        'input.value': '{"question": "why?"}',
        'output.value': '{"answer": "so"}',
      }),
      retriever('search', ['a'], { parent: 'chain' }),
      llm('m', 'Context: a. why?', 'raw', { parent: 'chain', ms: [20, 90] }),
    );
    expect(event).toMatchObject({ question: 'why?', answer: 'so' });
  });

  test('a step beside the model call does not speak for the whole', () => {
    const { event } = only(
      step('http', '', {}),
      step('format', 'CHAIN', { parent: 'http', 'input.value': 'docs', 'output.value': 'doc 1' }),
      llm('m', 'why?', 'so', { parent: 'http', ms: [20, 90] }),
    );
    expect(event).toMatchObject({ question: 'why?', answer: 'so' });
  });

  test('a tool call is no answer, and no failure', () => {
    const call = {
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'refund',
      'output.value':
        '{"text": {"format": {"type": "text"}}, "output": [{"type": "function_call", "name": "refund"}]}',
    };
    const { event } = only(llm('m', 'refund me', undefined, call));
    expect(event).toMatchObject({ question: 'refund me', answer: null });
    expect(event.error).toBeUndefined();
  });

  test("a tool's answer among the messages of an agent is not the agent's", () => {
    const { event } = only(
      step('agent', '', {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"lamps?"}]}]',
        'gen_ai.output.messages': JSON.stringify([
          {
            role: 'assistant',
            parts: [
              { type: 'text', content: 'found it' },
              { type: 'tool_call', id: 'c1', name: 'search', arguments: { q: 'lamp' } },
              { type: 'tool_call_response', id: 'c1', response: [{ id: '1' }] },
            ],
          },
        ]),
      }),
    );
    expect(event.answer).toBe('found it');
  });

  test('a call of the AI SDK without a reason to finish was stopped, one with an error failed', () => {
    const call = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'm',
      'gen_ai.input.messages': '[]',
    };
    const chat = (more: Partial<SentSpan>) => ({ ...step('chat', '', call), scope: 'gen_ai', ...more });
    expect(only(chat({})).event.error).toMatchObject({ stage: 'generation', type: 'aborted' });
    const failed = only(
      chat({ error: { type: 'Overloaded', message: 'busy\n\nError: busy\n    at x.js:1' } }),
    );
    expect(failed.event.error).toEqual({ stage: 'generation', type: 'Overloaded', message: 'busy' });
    const done = step('chat', '', { ...call, 'gen_ai.response.finish_reasons': ['stop'] });
    expect(only({ ...done, scope: 'gen_ai' }).event.error).toBeUndefined();
  });

  test('a stream that was cut gives what came, and says so', () => {
    const { event } = only(
      step('root', 'CHAIN', { 'input.value': 'why?' }),
      llm('m', 'why?', 'becau', { parent: 'root', error: { type: 'CancelledError', message: '' } }),
    );
    expect(event).toMatchObject({ answer: 'becau', error: { stage: 'generation', type: 'aborted' } });
  });

  test('hidden content leaves a query without a question', () => {
    const { event } = only(
      step('m', 'LLM', {
        'input.value': '__REDACTED__',
        'output.value': '__REDACTED__',
        'llm.model_name': 'm-1',
      }),
    );
    expect(event.question).toBeUndefined();
    expect(event).toMatchObject({ answer: null, model: 'm-1' });
  });
});
