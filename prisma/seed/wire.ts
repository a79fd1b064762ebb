import type { Failure, Verdict } from './answer-truth.ts';

/** The objects that the demo sends; the HTTP API is their authority. */
export type WireHit = { id: string; text: string; title: string; source: string; score: number };
export type WireMessage = { role: 'system' | 'user' | 'assistant'; content: string };

export type WireQuery = {
  id: string;
  startedAt: string;
  question: string;
  retrievalQuery?: string;
  messages: WireMessage[];
  hits?: WireHit[];
  candidates?: WireHit[];
  scoreKind: 'similarity';
  topK: number;
  answer: string | null;
  error?: { stage: 'retrieval' | 'generation'; type: string; message: string };
  model: string;
  promptVersion: string;
  retriever: string;
  indexVersion: string;
  environment: 'production';
  release: string;
  latency: { retrievalMs: number; generationMs?: number; firstTokenMs?: number; totalMs: number };
  tokens?: { input: number; output: number };
  sessionId: string;
  userId: string;
  tags: string[];
  metadata: Record<string, string>;
  expected?: { answer: string; relevantIds: string[]; answerable: boolean };
  feedback?: { score: -1 | 1; comment?: string };
};

export type WireLabel = {
  queryId: string;
  reviewer: string;
  verdict: Verdict;
  failure?: Failure;
  detail?: string;
  idealAnswer?: string;
  nothingToFind: boolean;
  grades: Record<string, number>;
  note?: string;
};

export type WireChunk = { id: string; text: string; title: string; source: string; indexVersion: string };
