import { lastAnswerText, lastUserText } from '../dialects/chat-messages.ts';
import type { QuerySteps } from './query-steps.ts';
import type { Step } from './span-tree.ts';

/**
 * What was asked: what a span says of the whole query, else the input of the outermost span that holds all of it, else
 * the last turn of the user in the first model call, else what was searched. Undefined where no content is recorded.
 */
export function queryQuestion({
  all,
  enclosing,
  models,
  retrievals,
  rerankers,
}: QuerySteps): string | undefined {
  return (
    firstOf(all, ({ reading }) => reading.queryInput) ??
    firstOf(enclosing, asked) ??
    firstOf(models, asked) ??
    firstOf([...retrievals, ...rerankers], asked)
  );
}

/**
 * What was answered, in the same order; the last model call that ended comes third. Null where it gave tool calls
 * only, or where no content is recorded.
 */
export function queryAnswer({ all, enclosing, answering }: QuerySteps): string | null {
  return (
    firstOf(all, ({ reading }) => reading.queryOutput) ??
    firstOf(enclosing, answered) ??
    (answering && answered(answering)) ??
    null
  );
}

function asked({ reading }: Step): string | undefined {
  const turn = lastUserText(reading.messages);
  switch (reading.kind) {
    case 'model':
    case 'agent':
      return turn ?? reading.input;
    case 'retrieval':
    case 'reranker':
      return reading.retrievalQuery ?? reading.input;
    default:
      return reading.input ?? turn;
  }
}

function answered({ reading }: Step): string | undefined {
  const text = lastAnswerText(reading.outputMessages);
  switch (reading.kind) {
    case 'model':
    case 'agent':
      // Where messages are known the raw output has nothing more, but for what is no answer.
      return reading.outputMessages === undefined ? reading.output : text;
    case 'retrieval':
    case 'reranker':
    case 'embedding':
    case 'tool':
      return undefined;
    default:
      return reading.output ?? text;
  }
}

function firstOf<T>(steps: readonly Step[], read: (step: Step) => T | undefined): T | undefined {
  for (const step of steps) {
    const value = read(step);
    if (value !== undefined) return value;
  }
  return undefined;
}
