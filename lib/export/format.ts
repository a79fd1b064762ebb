import type { Exclusion } from './exclusions.ts';
import type { AnswerSource, TrainingExample } from './training-example.ts';

export const FORMAT_IDS = [
  'trl-sft',
  'trl-preference',
  'trl-unpaired',
  'openai-chat',
  'openai-preference',
  'st-pairs',
  'st-triplets',
  'reranker',
  'beir',
  'labels-csv',
] as const;
export type FormatId = (typeof FORMAT_IDS)[number];

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** Which system prompt examples have: the logged one, none, or one text for all. */
export type SystemPrompt = { kind: 'logged' } | { kind: 'none' } | { kind: 'text'; text: string };

/** Which hits stand in the prompt: as it was logged, those graded 2 and over, or none. */
export const CONTEXTS = ['logged', 'relevant', 'none'] as const;
export type PromptContext = (typeof CONTEXTS)[number];

export interface EncodeOptions {
  split: Split;
  systemPrompt: SystemPrompt;
  context: PromptContext;
}

/** Types of a column. `datasets` would otherwise take them from a file's first 10 MB and stumble over the rest. */
export type ColumnType = 'string' | 'int64' | 'bool' | 'json' | 'list of json';

/** A file of the folder. `{split}` in its path stands for the side of its rows; without, it holds the rows of all. */
export interface FormatFile {
  path: string;
  /** The line that the file begins with, without its line end. */
  header?: string;
  /** How `datasets` loads it; the first config of a format is the default. Absent: it does not load this file. */
  load?: { config: string; columns: Readonly<Record<string, ColumnType>> };
}

/** A row to append to a file. */
export interface FormatRow {
  /** The file's path with its split filled in. */
  path: string;
  /** The record without its line end. A CSV record may hold line feeds inside quotes. */
  text: string;
  /** A file takes a row with a key once; later rows with the same key are left out, whatever they hold. */
  onceKey?: string;
}

/**
 * A query's rows, or why it has none; one whose rows all have keys that their files took already is `repeated`.
 * `source` is where the answer to learn comes from, in formats with one.
 */
export type EncodedExample = { rows: FormatRow[]; source: AnswerSource | null } | { excluded: Exclusion };

/** How to train with the files. */
export interface Snippet {
  language: 'python' | 'bash';
  /** What must be installed first: a shell command. */
  install: string;
  code: string;
}

/**
 * A format of exported files. An encoder is pure and sees one example at a time; what must not appear twice in a
 * file carries a `onceKey`. What concerns a whole question (no positive of another row among the negatives) is
 * known from the example itself, which has every grade of its question. So queries with one `questionHash` must
 * be on one side.
 */
export interface ExportFormat {
  id: FormatId;
  title: string;
  /** What the files are for; only `reading` has no splits, and takes disputed and cut queries. */
  purpose: 'training' | 'evaluation' | 'reading';
  /** What it takes for a query to be in it, as a sentence. */
  needs: string;
  /** Whether the system prompt and context of the options change the rows. */
  hasPrompt: boolean;
  files: readonly FormatFile[];
  encode(example: TrainingExample, options: EncodeOptions): EncodedExample;
  /** What is wrong with a row of a file, in a few words; null where nothing is. Written apart from `encode`. */
  validate(row: Pick<FormatRow, 'path' | 'text'>): string | null;
}

/** The path of a file for one side. */
export function splitPath(path: string, split: Split): string {
  return path.replace('{split}', split);
}
