import type { z } from 'zod';
import type { chatMessageSchema } from '../query-log/schema.ts';
import type { Exclusion } from './exclusions.ts';

export type ChatMessage = z.output<typeof chatMessageSchema>;

/** A text that was, or should have been, found for a question. */
export interface Passage {
  /** Its content hash. */
  chunk: string;
  /** As the application names it; empty where it did not. */
  id: string;
  title: string;
  /** Null where it was logged without one. */
  text: string | null;
  /** The resolved grade, 0 to 3; null while nobody graded it. */
  grade: number | null;
}

/** What the encoders need of a query: what was logged, and the resolved label and grades. */
export interface TrainingExample {
  queryId: string;
  /** ISO 8601 in UTC. */
  startedAt: string;
  question: string;
  /** What was searched: the rewritten question, else the question. Grades belong to it. */
  searched: string;
  /** Key of `searched`, as `questionHash` in lib/query-log makes it. */
  questionHash: string;
  /** The prompt as logged; empty where none was. */
  messages: readonly ChatMessage[];
  /** Definitions of the tools that the model could call, as OpenAI has them; empty where none are known. */
  tools: readonly unknown[];
  /** The hits in the retriever's order. */
  hits: readonly Passage[];
  /** All other passages that were graded for `searched`, by chunk: hits of other queries, documents named missing. */
  otherJudged: readonly Passage[];
  answer: string | null;
  model: string;
  /** The resolved verdict; null without a label. */
  verdict: string | null;
  failure: string | null;
  secondaryFailure: string | null;
  detail: string | null;
  nothingToFind: boolean | null;
  idealAnswer: string | null;
  /** How many people labelled it, and who: pseudonyms, sorted. */
  labelCount: number;
  reviewers: readonly string[];
  isTruncated: boolean;
}

export type AnswerSource = 'ideal' | 'correct';
export type TrainingAnswer = { text: string; source: AnswerSource } | { excluded: Exclusion };

/**
 * The answer to learn: the ideal answer, else that of a query resolved as correct; nothing else is one. Of several
 * ideal answers `resolvedLabel` in lib/labelling has chosen the newest that goes with the verdict.
 */
export function trainingAnswer(example: TrainingExample): TrainingAnswer {
  const { verdict, answer } = example;
  const unfit = unfitForTraining(example);
  if (unfit !== null) return { excluded: unfit };
  const ideal = isBlank(example.idealAnswer) ? null : example.idealAnswer;
  if (ideal !== null) return { text: ideal, source: 'ideal' };
  if (verdict !== 'correct') return { excluded: 'not_correct' };
  if (answer === null) return { excluded: 'no_answer' };
  return isBlank(answer) ? { excluded: 'empty_answer' } : { text: answer, source: 'correct' };
}

/** Why no training file of any format takes it; null where one may. */
export function unfitForTraining({
  verdict,
  isTruncated,
}: Pick<TrainingExample, 'verdict' | 'isTruncated'>): Exclusion | null {
  if (verdict === null) return 'no_label';
  if (verdict === 'disputed') return 'disputed';
  return isTruncated ? 'truncated' : null;
}

/** Whether a part of the query was cut when it was logged; `marks` and `cutLengths` as stored with it. */
export function isTruncated(query: {
  marks: readonly string[];
  cutLengths: Readonly<Record<string, number>>;
}): boolean {
  return (
    Object.keys(query.cutLengths).length > 0 ||
    query.marks.some((mark) => mark === 'cut' || mark.endsWith('_cut'))
  );
}

export function isBlank(text: string | null): boolean {
  return text === null || text.trim() === '';
}
