import type { SpanRow } from './otlp/stored-span.ts';
import type { FeedbackRow, PreparedEvent } from './prepared-event.ts';
import type { Chunk } from './query-row.ts';
import type { ScoreRow } from './score-row.ts';

export interface CorpusRow {
  project_id: string;
  index_version: string;
  chunk_id: string;
  chunk_hash: string;
  title: string;
  source: string;
  version: number;
}

export interface QuarantineRow {
  project_id: string;
  quarantine_id: string;
  /** What kind of event it is. */
  unit: string;
  /** Epoch ms. */
  received_at: number;
  event_id: string;
  code: string;
  path: string;
  message: string;
  body: string;
  body_complete: boolean;
  /** What was changed in the event when it came, as with a query. */
  marks: readonly string[];
  cut_lengths: Readonly<Record<string, number>>;
  replayed_at: number | null;
  version: number;
}

/** What one request wants stored; all of it is on disk when the request is answered. */
export interface Submission {
  projectId: string;
  events: readonly PreparedEvent[];
  chunks: readonly Chunk[];
  corpus: readonly CorpusRow[];
  feedback: readonly FeedbackRow[];
  scores: readonly ScoreRow[];
  spans: readonly SpanRow[];
  quarantine: readonly QuarantineRow[];
}

export type EventOutcome = 'accepted' | 'duplicate' | 'conflicting';

export function newSubmission(projectId: string, parts: Partial<Submission>): Submission {
  return {
    projectId,
    events: [],
    chunks: [],
    corpus: [],
    feedback: [],
    scores: [],
    spans: [],
    quarantine: [],
    ...parts,
  };
}

/** About how much memory a submission holds while it waits. */
export function submissionBytes(submission: Submission): number {
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0);
  return (
    sum(submission.events.map((event) => event.bytes)) +
    sum(submission.chunks.map((chunk) => chunk.text.length)) +
    sum(submission.feedback.map((row) => row.comment.length)) +
    sum(submission.scores.map((row) => row.comment.length)) +
    sum(submission.spans.map((row) => row.bytes)) +
    sum(submission.quarantine.map((row) => row.body.length))
  );
}
