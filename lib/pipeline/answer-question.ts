import { logOwnQuery } from '../ingest/log-own-query.ts';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import { logger } from '../platform/logger.ts';
import type { ChatEvent } from '../providers/chat-provider.ts';
import { ProviderFault } from '../providers/provider-fault.ts';
import type { FormatCheck } from '../quality/checked-format.ts';
import { chatEvents, extractiveEvents } from './answer-writers.ts';
import { type AskResult, askAnswer, loggedQuery, newResult, shownHit } from './ask-result.ts';
import type { AskedQuestion } from './asked-question.ts';
import { EXTRACTIVE_MODEL } from './extractive-answer.ts';
import { faultOf } from './pipeline-fault.ts';
import type { PipelineProviders } from './pipeline-providers.ts';
import { loadIndex } from './queries/load-index.ts';
import { replayedExpectation } from './replayed-expectation.ts';
import { retrieveChunks } from './retrieve-chunks.ts';
import type { AskAnswer, AskHit } from './schema.ts';
import { ZERO_HIT_MODEL, zeroHitAnswer } from './zero-hit-answers.ts';

/** What happens while a question is answered, in this order; `retrieved` is missing where retrieval failed. */
export type AskEvent =
  | { kind: 'retrieved'; hits: AskHit[]; retrievalMs: number }
  | { kind: 'delta'; text: string };

export interface AskOptions {
  providers: PipelineProviders;
  onEvent?: (event: AskEvent) => void;
  /** Ends the work when whoever asked has gone; what was done is logged all the same. */
  signal?: AbortSignal;
}

/** Answers what `askedQuestion` has found in order, and logs it. A fault of a provider is the answer's `error`. */
export async function answerQuestion(
  ctx: Context,
  asked: AskedQuestion,
  options: AskOptions,
): Promise<AskAnswer> {
  const startedAt = ctx.now();
  const result = newResult(performance.now());
  try {
    await retrieve(ctx, asked, result, options);
    await answer(ctx, asked, result, options);
    if (asked.checkAnswer !== undefined && result.outcome === 'answered')
      keepValue(result, asked.checkAnswer);
  } catch (error) {
    if (!(error instanceof AppError) && !isAbort(error)) logger.error({ err: error }, 'asking failed');
    result.error = faultOf(error, result.stage);
    result.outcome = 'failed';
  }
  result.latency.totalMs = performance.now() - result.startMs;
  const origin = asked.replayed === undefined ? 'ask' : 'replay';
  const { id } = await logOwnQuery(ctx, loggedQuery(asked, result, startedAt), origin);
  return askAnswer(asked, result, id);
}

async function retrieve(
  ctx: Context,
  asked: AskedQuestion,
  result: AskResult,
  { providers, onEvent, signal }: AskOptions,
): Promise<void> {
  const { question, index, settings, threshold } = asked;
  const begin = performance.now();
  try {
    const loaded = await loadIndex(ctx, index);
    const found = await retrieveChunks(ctx, {
      question,
      index,
      loaded,
      settings,
      threshold,
      providers,
      ...(signal === undefined ? {} : { signal }),
    });
    result.hits = found.hits;
    result.candidates = found.candidates;
    result.expected = replayedExpectation(asked, loaded);
  } finally {
    result.latency.retrievalMs = performance.now() - begin;
  }
  result.stage = 'generation';
  onEvent?.({
    kind: 'retrieved',
    hits: result.hits.map(shownHit),
    retrievalMs: result.latency.retrievalMs,
  });
}

async function answer(
  ctx: Context,
  asked: AskedQuestion,
  result: AskResult,
  options: AskOptions,
): Promise<void> {
  const { onEvent } = options;
  if (result.hits.length === 0) return sayNothingFound(asked, result, ZERO_HIT_MODEL, onEvent);
  const begin = performance.now();
  try {
    for await (const event of await events(ctx, asked, result, options)) {
      if (event.kind === 'end') {
        result.model = event.model;
        result.usage = event.usage;
        result.finishReason = event.finishReason;
        continue;
      }
      result.latency.firstTokenMs ??= performance.now() - begin;
      result.answer = (result.answer ?? '') + event.text;
      onEvent?.(event);
    }
  } finally {
    result.latency.generationMs = performance.now() - begin;
  }
  if (result.answer !== null && result.answer.trim() !== '') result.outcome = 'answered';
  else if (asked.answering.chat === null) sayNothingFound(asked, result, result.model, onEvent);
  else throw emptyAnswer(result);
}

/** A model that wrote nothing has not said that the documents hold nothing. */
function emptyAnswer({ model, finishReason }: AskResult): ProviderFault {
  const sentence =
    finishReason === 'content_filter'
      ? `The answer of ${model} was withheld by the provider's content filter. Ask in other words.`
      : finishReason === 'length'
        ? `${model} reached the limit of its length before it wrote anything. Choose another model.`
        : `${model} answered with nothing. Ask again, or choose another model.`;
  return new ProviderFault('bad_answer', 'generation', sentence);
}

async function events(
  ctx: Context,
  { answering, question, prompt, answerSchema }: AskedQuestion,
  result: AskResult,
  { providers, signal }: AskOptions,
): Promise<Iterable<ChatEvent> | AsyncIterable<ChatEvent>> {
  const passages = result.hits.map(({ chunk }) => chunk);
  if (answering.chat === null) {
    result.model = EXTRACTIVE_MODEL;
    return extractiveEvents(question, passages);
  }
  result.model = answering.chat.model;
  const provider = await providers.chat(ctx, answering.chat);
  return chatEvents(provider, { prompt, question, passages, schema: answerSchema, signal });
}

/** Never an answer from nothing: the team chose what is said instead. */
function sayNothingFound(
  { answering }: AskedQuestion,
  result: AskResult,
  model: string,
  onEvent: AskOptions['onEvent'],
): void {
  result.answer = zeroHitAnswer(answering.zeroHits);
  result.outcome = answering.zeroHits === 'ask_back' ? 'asked_back' : 'not_known';
  result.model = model;
  onEvent?.({ kind: 'delta', text: result.answer });
}

function keepValue(result: AskResult, check: FormatCheck): void {
  const wrong = check(result.answer ?? '');
  if (wrong === '') {
    result.value = JSON.parse((result.answer ?? '').replace(/^\s*```[\w-]*\s*\n|\n?```\s*$/g, ''));
    return;
  }
  const cut = result.finishReason === 'length' ? ' It was cut at the limit of its length.' : '';
  throw new AppError('invalid', `The answer ${wrong}.${cut}`);
}

function isAbort(error: unknown): boolean {
  return (error as Error | null)?.name === 'AbortError';
}
