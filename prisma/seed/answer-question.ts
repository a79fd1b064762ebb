import { type AnswerTruth, judgeAnswer } from './answer-truth.ts';
import { type Chance, chanceOf } from './chance.ts';
import { answerFromHits, MODEL } from './extractive-answerer.ts';
import type { Retrieval, ScoredChunk } from './lexical-retriever.ts';
import type { PlannedSession, PlannedTurn } from './plan-sessions.ts';
import type { DemoQuestion } from './question.ts';
import { type Deployment, styleOf } from './scenario.ts';
import type { WireHit, WireMessage, WireQuery } from './wire.ts';

/** The truth about one query: what was asked, how good each hit is, and whether the answer is right. */
export type QueryTruth = {
  queryId: string;
  question: DemoQuestion;
  /** Grade of each hit by id: 3 answers the question, 1 is of the same document, 0 neither. */
  grades: Record<string, number>;
  /** Absent when no answer was given. */
  judged?: AnswerTruth;
};
export type AnsweredQuestion = {
  query: Omit<WireQuery, 'id' | 'metadata'>;
  truth: Omit<QueryTruth, 'queryId'>;
};

type Asking = {
  deployment: Deployment;
  retrieve: (query: string, k: number) => Retrieval;
  session: PlannedSession;
  turn: PlannedTurn;
  position: number;
  earlierTurns: readonly WireMessage[];
};

const TOP_K = 5;
const RETRIEVAL_ERROR_SHARE = 0.006;
const GENERATION_ERROR_SHARE = 0.01;
const CANDIDATES_SHARE = 0.25;
const RETRIEVAL_TIMEOUT_MS = 2000;
const GENERATION_TIMEOUT_MS = 30_000;
/** Runs retrieval and answering for one planned turn, as the application of the demo would log it. */
export function answerQuestion(asking: Asking): AnsweredQuestion {
  const { session, turn, position } = asking;
  const chance = chanceOf(session.id, 'turn', position);
  const searched = turn.rewritten ?? turn.asked;
  const retrievalMs = Math.round(chance.logNormal(34, 0.45));
  if (chance.happens(RETRIEVAL_ERROR_SHARE)) return failedRetrieval(asking);

  const { hits, candidates } = asking.retrieve(searched, TOP_K);
  const messages = promptFor(asking, hits);
  const found = {
    ...commonFields(asking),
    messages,
    hits: hits.map(toWireHit),
    ...(chance.happens(CANDIDATES_SHARE) ? { candidates: candidates.map(toWireHit) } : {}),
  };
  const truth = { question: turn.question, grades: gradesOf(turn.question, hits) };
  if (chance.happens(GENERATION_ERROR_SHARE))
    return { query: { ...found, ...failedGeneration(retrievalMs) }, truth };

  const chunks = hits.map(({ chunk }) => chunk);
  const answer = answerFromHits(searched, chunks, styleOf(asking.deployment.prompt, chance.next));
  const judged = judgeAnswer(
    turn.question,
    { hits: chunks, candidates: candidates.map((c) => c.chunk) },
    answer,
  );
  return {
    query: {
      ...found,
      answer,
      ...measures(chance, retrievalMs, messages, answer),
      ...(session.canary ? { expected: expectedOf(turn.question) } : feedbackOn(judged, chance)),
    },
    truth: { ...truth, judged },
  };
}

type CommonField =
  | 'startedAt'
  | 'question'
  | 'retrievalQuery'
  | 'scoreKind'
  | 'topK'
  | 'model'
  | 'promptVersion'
  | 'retriever'
  | 'indexVersion'
  | 'environment'
  | 'release'
  | 'sessionId'
  | 'userId'
  | 'tags';

function commonFields({ deployment, session, turn }: Asking): Pick<WireQuery, CommonField> {
  return {
    startedAt: new Date(turn.atMs).toISOString(),
    question: turn.asked,
    ...(turn.rewritten === undefined ? {} : { retrievalQuery: turn.rewritten }),
    scoreKind: 'similarity',
    topK: TOP_K,
    model: MODEL,
    promptVersion: deployment.prompt.version,
    retriever: 'handbook-bm25',
    indexVersion: deployment.indexVersion,
    environment: 'production',
    release: '2.4.0',
    sessionId: session.id,
    userId: session.userId,
    tags: [session.canary ? 'canary' : session.channel],
  };
}

function promptFor({ deployment, turn, earlierTurns }: Asking, hits: readonly ScoredChunk[]): WireMessage[] {
  const context =
    hits.map(({ chunk }, rank) => `[${rank + 1}] ${chunk.text}`).join('\n\n') || 'Nothing was found.';
  return [
    { role: 'system', content: deployment.prompt.instructions },
    ...earlierTurns,
    { role: 'user', content: `Context:\n${context}\n\nQuestion: ${turn.asked}` },
  ];
}

function failedRetrieval(asking: Asking): AnsweredQuestion {
  const message = `The search did not answer within ${RETRIEVAL_TIMEOUT_MS} ms.`;
  return {
    query: {
      ...commonFields(asking),
      messages: [...asking.earlierTurns, { role: 'user', content: asking.turn.asked }],
      answer: null,
      error: { stage: 'retrieval', type: 'timeout', message },
      latency: { retrievalMs: RETRIEVAL_TIMEOUT_MS, totalMs: RETRIEVAL_TIMEOUT_MS + 2 },
    },
    truth: { question: asking.turn.question, grades: {} },
  };
}

function failedGeneration(retrievalMs: number) {
  return {
    answer: null,
    error: { stage: 'generation', type: 'timeout', message: 'The model did not finish within 30 s.' },
    latency: {
      retrievalMs,
      generationMs: GENERATION_TIMEOUT_MS,
      totalMs: retrievalMs + GENERATION_TIMEOUT_MS + 2,
    },
  } as const;
}

/** Latency as a model of this size would have it, tokens at four characters each. */
function measures(chance: Chance, retrievalMs: number, messages: readonly WireMessage[], answer: string) {
  const input = Math.ceil(messages.reduce((sum, { content }) => sum + content.length, 0) / 4);
  const output = Math.ceil(answer.length / 4);
  const firstTokenMs = Math.round(chance.logNormal(310, 0.3) + 0.05 * input);
  const generationMs = firstTokenMs + Math.round(output * chance.logNormal(9, 0.25));
  const overheadMs = Math.round(chance.between(2, 12));
  return {
    latency: { retrievalMs, generationMs, firstTokenMs, totalMs: retrievalMs + generationMs + overheadMs },
    tokens: { input, output },
  };
}

/** Thumbs of about one user in twelve; most, not all, agree with the truth. */
function feedbackOn({ verdict }: AnswerTruth, chance: Chance): Pick<WireQuery, 'feedback'> {
  if (!chance.happens(0.08)) return {};
  const up = chance.happens(verdict === 'correct' ? 0.9 : verdict === 'partly' ? 0.45 : 0.12);
  const comment = up
    ? chance.pick(['Thanks, that helped.', 'Exactly what I needed.', 'That solved it.'])
    : chance.pick([
        'This is not what I asked.',
        'That did not help.',
        'Wrong answer, I had to open a ticket.',
      ]);
  return { feedback: { score: up ? 1 : -1, ...(chance.happens(0.35) ? { comment } : {}) } };
}

function gradesOf(question: DemoQuestion, hits: readonly ScoredChunk[]): Record<string, number> {
  const documents = question.relevant.map((id) => id.split('#')[0]);
  return Object.fromEntries(
    hits.map(({ chunk }) => {
      const grade = question.relevant.includes(chunk.id) ? 3 : documents.includes(chunk.document) ? 1 : 0;
      return [chunk.id, grade];
    }),
  );
}

function expectedOf({ ideal, relevant, coverage }: DemoQuestion) {
  return { answer: ideal, relevantIds: [...relevant], answerable: coverage === 'answerable' };
}

function toWireHit({ chunk: { id, text, title, source }, score }: ScoredChunk): WireHit {
  return { id, text, title, source, score };
}
