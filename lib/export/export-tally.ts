import type { EncodedExample } from './encoders/openai-chat.ts';
import type { Exclusion, Manifest } from './schema.ts';

/** Trainers refuse fewer examples than this. */
const MIN_EXAMPLES = 10;
/** The longest context among the models that take this format, at four characters a token. */
const LONG_LINE_CHARACTERS = 65_536 * 4;

/** What an export has come to so far. */
export interface ExportTally {
  idealAnswers: number;
  correctAnswers: number;
  longLines: number;
  excluded: Map<Exclusion, number>;
  guidelineVersions: Set<number>;
}

export function emptyTally(): ExportTally {
  return {
    idealAnswers: 0,
    correctAnswers: 0,
    longLines: 0,
    excluded: new Map(),
    guidelineVersions: new Set(),
  };
}

/** Counts one example in. */
export function count(tally: ExportTally, encoded: EncodedExample): void {
  if ('excluded' in encoded) exclude(tally, encoded.excluded, 1);
  else {
    if (encoded.source === 'ideal') tally.idealAnswers += 1;
    else tally.correctAnswers += 1;
    if (encoded.line.length > LONG_LINE_CHARACTERS) tally.longLines += 1;
  }
}

export function exclude(tally: ExportTally, reason: Exclusion, queries: number): void {
  if (queries > 0) tally.excluded.set(reason, (tally.excluded.get(reason) ?? 0) + queries);
}

/** The counts as the manifest holds them: every query that matches is exported or excluded for one reason. */
export function manifestCounts(tally: ExportTally): Manifest['counts'] {
  const exported = tally.idealAnswers + tally.correctAnswers;
  const excluded = [...tally.excluded].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    matching: exported + excluded.reduce((sum, [, queries]) => sum + queries, 0),
    exported,
    idealAnswers: tally.idealAnswers,
    correctAnswers: tally.correctAnswers,
    excluded: Object.fromEntries(excluded),
  };
}

export function warnings(tally: ExportTally): string[] {
  const exported = tally.idealAnswers + tally.correctAnswers;
  return [
    ...(exported < MIN_EXAMPLES
      ? [`${exported} examples: trainers of this format ask for at least ${MIN_EXAMPLES}.`]
      : []),
    ...(tally.longLines > 0
      ? [`${tally.longLines} examples are probably longer than 65,536 tokens: trainers cut them.`]
      : []),
  ];
}
