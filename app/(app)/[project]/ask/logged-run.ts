import { ASK_OUTCOMES, type AskAnswer, type AskHit } from '#lib/pipeline/schema.ts';
import { FINISH_REASONS } from '#lib/providers/chat-provider.ts';
import type { QueryDetail } from '#lib/query-log/schema.ts';
import type { AskRun } from './ask-run.ts';

/** A logged query as an answer is shown, so that it can stand beside its replay. */
export function loggedRun(query: QueryDetail): AskRun {
  const question = query.retrievalQuery ?? query.question;
  const hits = query.hits.map(
    ({ id, title, source, text, score }): AskHit => ({ id, title, source, text: text ?? '', score }),
  );
  const { input, cached, output } = query.tokens;
  const { retrievalMs, generationMs, firstTokenMs, totalMs } = query.latency;
  const answer: AskAnswer = {
    id: query.id,
    outcome: outcomeOf(query),
    question,
    answer: query.answer,
    hits,
    citations: query.hits.flatMap(({ cited }, i) => (cited ? [i + 1] : [])),
    error: query.error,
    finishReason: FINISH_REASONS.find((reason) => reason === query.metadata.finishReason) ?? null,
    model: query.model,
    promptVersion: query.promptVersion,
    retriever: query.retriever,
    indexVersion: query.indexVersion,
    latency: {
      retrievalMs,
      generationMs,
      firstTokenMs,
      totalMs: totalMs ?? (retrievalMs ?? 0) + (generationMs ?? 0),
    },
    tokens: input === null || output === null ? null : { input, cached, output },
  };
  return {
    question,
    startedAt: 0,
    hits: query.retrieved ? hits : undefined,
    retrievalMs: retrievalMs ?? undefined,
    text: query.answer ?? '',
    answer,
    brokenOffAt: undefined,
  };
}

/** What the pipeline said of its own query; an application's has only answered or failed. */
function outcomeOf({ error, metadata }: QueryDetail): AskAnswer['outcome'] {
  if (error !== null) return 'failed';
  return ASK_OUTCOMES.find((outcome) => outcome === metadata.outcome) ?? 'answered';
}
