import type { z } from 'zod';
import type { chatMessageSchema } from '../query-log/schema.ts';
import type { Exclusion } from './schema.ts';

export type ChatMessage = z.output<typeof chatMessageSchema>;

/** What the encoders need of a query: what was logged, and the resolved label. */
export interface TrainingExample {
  question: string;
  /** The prompt as logged; empty where none was. */
  messages: readonly ChatMessage[];
  /** Texts of the hits in the retriever's order; null where a hit was logged without one. */
  hitTexts: readonly (string | null)[];
  answer: string | null;
  /** The resolved verdict; null without a label. */
  verdict: string | null;
  idealAnswer: string | null;
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
  if (verdict === null) return { excluded: 'no_label' };
  const ideal = isBlank(example.idealAnswer) ? null : example.idealAnswer;
  if (ideal === null && verdict === 'disputed') return { excluded: 'disputed' };
  if (ideal === null && verdict !== 'correct') return { excluded: 'not_correct' };
  if (example.isTruncated) return { excluded: 'truncated' };
  if (ideal !== null) return { text: ideal, source: 'ideal' };
  if (answer === null) return { excluded: 'no_answer' };
  return isBlank(answer) ? { excluded: 'empty_answer' } : { text: answer, source: 'correct' };
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
