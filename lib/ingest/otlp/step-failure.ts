import { textOf } from '../dialects/attribute-reader.ts';
import type { Step } from './span-tree.ts';

const ABORTED = /abort|cancel|GeneratorExit|client.?disconnect/i;

export interface StepFailure {
  type: string;
  message: string;
  /** Somebody stopped it; what it gave until then is kept. */
  isAborted: boolean;
}

/** Why a step failed; undefined for one that did not. */
export function stepFailure({ span, reading }: Step): StepFailure | undefined {
  const said = reading.error;
  const isFailed = span.status.code === 2 || (said !== undefined && span.status.code !== 1);
  if (!isFailed) return undefined;
  const exception = span.events.findLast((event) => event.name === 'exception')?.attributes;
  const type =
    said?.type ||
    (exception && textOf(exception, 'exception.type')) ||
    textOf(span.attributes, 'error.type') ||
    'error';
  const message =
    (exception && textOf(exception, 'exception.message')) || said?.message || span.status.message || '';
  const isAborted = ABORTED.test(type) || (type === 'error' && ABORTED.test(message));
  return { type: isAborted ? 'aborted' : type, message: withoutStack(message), isAborted };
}

/** LangChain's instrumentations send the stack in the message, below what was said. */
function withoutStack(message: string): string {
  if (!/^\s+at |^Traceback |^\s+File "/m.test(message)) return message;
  const said = message.split(/\n\s*\n|\n\s+at |\n?Traceback /)[0]?.trim();
  return said || message;
}
