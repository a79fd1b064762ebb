import type { Context } from '../platform/context.ts';
import { type AskOptions, answerQuestion } from './answer-question.ts';
import { askedQuestion } from './asked-question.ts';
import type { AskAnswer } from './schema.ts';

/**
 * Answers a question from a knowledge base and logs it, origin `ask`, or `replay` where it asks a logged query again.
 * A fault of a provider is not thrown: it is the answer's `error`, with its stage. Throws for input that is wrong.
 */
export async function askQuestion(ctx: Context, input: unknown, options: AskOptions): Promise<AskAnswer> {
  return answerQuestion(ctx, await askedQuestion(ctx, input), options);
}
