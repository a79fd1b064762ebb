import type { WireQuery } from '../ingest/schema.ts';
import type { ChatUsage, FinishReason } from '../providers/chat-provider.ts';
import { citedNumbers } from '../text/citation-markers.ts';
import type { AskedQuestion } from './asked-question.ts';
import type { LoggedError } from './pipeline-fault.ts';
import { promptMessages } from './prompt-messages.ts';
import type { RetrievedChunk } from './retrieve-chunks.ts';
import type { AskAnswer, AskHit } from './schema.ts';

/** What has come of a question so far; filled in as it goes, so that a fault leaves what was there before it. */
export interface AskResult {
  startMs: number;
  /** What is being done. */
  stage: 'retrieval' | 'generation';
  hits: RetrievedChunk[];
  candidates: RetrievedChunk[];
  /** What the query that is asked again was to find and say, where that is known. */
  expected: WireQuery['expected'];
  answer: string | null;
  value: unknown;
  outcome: AskAnswer['outcome'];
  error: LoggedError | null;
  model: string;
  usage: ChatUsage | null;
  /** How the answer ended; null while it has not, and where nobody wrote one. */
  finishReason: FinishReason | null;
  latency: AskAnswer['latency'];
}

export function newResult(startMs: number): AskResult {
  return {
    startMs,
    stage: 'retrieval',
    hits: [],
    candidates: [],
    expected: undefined,
    answer: null,
    value: undefined,
    outcome: 'failed',
    error: null,
    model: '',
    usage: null,
    finishReason: null,
    latency: { retrievalMs: null, generationMs: null, firstTokenMs: null, totalMs: 0 },
  };
}

/** The event that goes into the query log. A failed retrieval has no hits at all, zero hits an empty list. */
export function loggedQuery(asked: AskedQuestion, result: AskResult, startedAt: Date): Partial<WireQuery> {
  const { question, settings, threshold, answering, replayed, labels } = asked;
  const hasRetrieved = result.stage !== 'retrieval';
  const cited = new Set(citationsOf(result));
  const hit = ({ chunk, score }: RetrievedChunk) => ({
    id: chunk.id,
    text: chunk.text,
    title: chunk.title,
    source: chunk.source,
    score,
  });
  const wasPrompted = answering.chat !== null && result.hits.length > 0;
  const passages = result.hits.map(({ chunk }) => chunk);
  return {
    startedAt: startedAt.getTime(),
    question,
    ...(wasPrompted
      ? {
          messages: promptMessages(asked.prompt, question, passages, {
            asJson: asked.answerSchema !== undefined,
          }).map((message) => ({ ...message })),
        }
      : {}),
    ...(hasRetrieved
      ? {
          hits: result.hits.map((found, i) => ({ ...hit(found), cited: cited.has(i + 1) })),
          candidates: result.candidates.map(hit),
        }
      : {}),
    scoreKind: 'similarity',
    topK: settings.k,
    answer: result.answer,
    ...(result.error === null ? {} : { error: result.error }),
    ...identity(asked, result),
    latency: result.latency,
    ...(result.usage === null ? {} : { tokens: result.usage }),
    ...(labels.sessionId === undefined ? {} : { sessionId: labels.sessionId }),
    ...(labels.userId === undefined ? {} : { userId: labels.userId }),
    ...(labels.tags === undefined ? {} : { tags: labels.tags }),
    ...(result.expected == null ? {} : { expected: result.expected }),
    metadata: {
      knowledgeBase: asked.base.name,
      mode: settings.mode,
      fetchK: settings.fetchK,
      lambda: settings.lambda,
      threshold: Number.isFinite(threshold) ? threshold : null,
      outcome: result.outcome,
      ...(result.finishReason === null ? {} : { finishReason: result.finishReason }),
      ...(replayed === undefined ? {} : { replayOf: replayed.id }),
    },
  };
}

function identity(asked: AskedQuestion, { model }: AskResult) {
  return {
    model,
    promptVersion: asked.answering.chat === null ? '' : asked.answering.promptVersion,
    retriever: `${asked.base.name}/${asked.settings.mode}`,
    indexVersion: asked.index.version,
  };
}

/** What whoever asked gets. */
export function askAnswer(asked: AskedQuestion, result: AskResult, id: string): AskAnswer {
  return {
    id,
    outcome: result.outcome,
    question: asked.question,
    answer: result.answer,
    ...(result.value === undefined ? {} : { value: result.value }),
    hits: result.hits.map(shownHit),
    citations: citationsOf(result),
    error: result.error,
    finishReason: result.finishReason,
    ...identity(asked, result),
    latency: result.latency,
    tokens: result.usage,
  };
}

export function shownHit({ chunk: { id, title, source, text }, score }: RetrievedChunk): AskHit {
  return { id, title, source, text, score };
}

/** Numbers of the hits that the answer cites, in ascending order. Numbers of a JSON answer are no citations. */
function citationsOf({ answer, value, hits, outcome }: AskResult): number[] {
  if (outcome === 'not_known' || outcome === 'asked_back') return [];
  const written = value === undefined ? (answer ?? '') : stringsIn(value).join('\n');
  return [...citedNumbers(written)]
    .filter((number) => number >= 1 && number <= hits.length)
    .sort((a, b) => a - b);
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}
