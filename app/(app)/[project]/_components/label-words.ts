import type {
  Failure,
  Origin,
  ResolvedVerdict,
  RetrievalStateName,
  ScoreView,
} from '#lib/query-log/schema.ts';

export const VERDICT_WORDS: Record<ResolvedVerdict, string> = {
  correct: 'Correct',
  partly: 'Partly correct',
  wrong: 'Wrong',
  cannot_tell: 'Cannot tell',
  disputed: 'Disputed',
};

export const FAILURE_WORDS: Record<Failure, string> = {
  missing_knowledge: 'Missing knowledge',
  wrong_format: 'Wrong format',
  weak_reasoning: 'Weak reasoning',
  unclear: 'Unclear',
};

/** What the format rules said of an answer when it came. */
export const FORMAT_WORDS = { ok: 'As asked', failed: 'Not as asked', none: 'Not checked' } as const;

export const DETAIL_WORDS: Record<string, string> = {
  not_in_corpus: 'Not in the documents',
  not_retrieved: 'In the documents, not retrieved',
  ranked_too_low: 'Ranked too low',
  bad_chunk: 'The piece is broken',
  outdated: 'Outdated',
  retrieval_error: 'Retrieval failed',
  ignored_hit: 'Ignored a hit',
  contradicted_hit: 'Contradicted a hit',
  invented: 'Invented',
  wrong_inference: 'Wrong inference',
  domain_pattern: 'Pattern of the field not known',
  misread_question: 'Misread the question',
  ambiguous_input: 'Ambiguous input',
  should_have_refused: 'Should have refused',
  refused_wrongly: 'Refused wrongly',
  schema: 'Schema',
  missing_section: 'Missing section',
  language: 'Language',
  tone: 'Tone',
  length: 'Length',
  citation: 'Citation',
};

export const GRADE_WORDS = ['Irrelevant', 'Related', 'Relevant', 'Answers it'] as const;

export const RETRIEVAL_STATE_WORDS: Record<RetrievalStateName, string> = {
  good: 'Retrieval good',
  bad: 'Retrieval bad',
  failed: 'Retrieval failed',
  nothing_to_find: 'Nothing to find',
  not_used: 'Retrieval not used',
  unknown: 'Retrieval unknown',
};

export const ANSWER_STATE_WORDS: Record<string, string> = {
  good: 'answer good',
  bad: 'answer bad',
  none: 'answer not judged',
};

/** Who gave a score. */
export const SOURCE_WORDS: Record<ScoreView['source'], string> = {
  code: 'Program',
  judge: 'Judge',
  person: 'Person',
};

export const ORIGIN_WORDS: Record<Origin, string> = {
  live: 'Live',
  import: 'Imported',
  ask: 'Asked here',
  replay: 'Replayed',
  experiment: 'Experiment',
};

/** What the words of a stored value are; a value without words is shown as it is. */
export function wordsOf(words: Record<string, string>, value: string): string {
  return Object.hasOwn(words, value) ? (words[value] ?? value) : value;
}

/** "bad-good" -> "Retrieval bad, answer good". */
export function cellWords(cell: string): string {
  const [retrieval = '', answer = ''] = cell.split('-');
  return `${wordsOf(RETRIEVAL_STATE_WORDS, retrieval)}, ${wordsOf(ANSWER_STATE_WORDS, answer)}`;
}
