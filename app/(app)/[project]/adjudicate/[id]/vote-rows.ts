import type { Vote } from '#lib/labelling/adjudication-schema.ts';
import type { HitView } from '#lib/query-log/schema.ts';
import {
  DETAIL_WORDS,
  FAILURE_WORDS,
  GRADE_WORDS,
  VERDICT_WORDS,
  wordsOf,
} from '../../_components/label-words.ts';

/** One thing that reviewers said, in the order of the votes; null where one said nothing. */
export interface VoteRow {
  key: string;
  name: string;
  said: (string | null)[];
  differs: boolean;
  /** What people wrote, as against what they chose. */
  isText: boolean;
}

/** Grades of one hit that lie this far apart are a disagreement. */
const GRADE_GAP = 2;

/** The labels side by side, one line a field, without lines on which nobody said anything. */
export function voteRows(
  votes: readonly Vote[],
  hits: readonly Pick<HitView, 'rank' | 'id' | 'title'>[],
  gradeKeys: readonly string[],
): VoteRow[] {
  const row = (key: string, name: string, of: (vote: Vote) => string | null, isText = false): VoteRow => {
    const said = votes.map(of);
    return { key, name, said, differs: !isText && new Set(said).size > 1, isText };
  };
  const failure = (value: string | null) => value && wordsOf(FAILURE_WORDS, value);
  const rows = [
    row('verdict', 'Verdict', (vote) => wordsOf(VERDICT_WORDS, vote.verdict)),
    row('failure', 'What failed', (vote) => failure(vote.failure)),
    row('detail', 'Detail', (vote) => vote.detail && wordsOf(DETAIL_WORDS, vote.detail)),
    row('secondary', 'Also failed', (vote) => failure(vote.secondaryFailure)),
    row('missing', 'Missing document', (vote) => (vote.missingDocument === null ? null : 'Named one')),
    row('nothing', 'Nothing to find', (vote) => (vote.nothingToFind === true ? 'Yes' : null)),
    ...hits.map((hit, i) => {
      const key = gradeKeys[i] ?? hit.id;
      const grades = votes.flatMap((vote) => vote.grades[key] ?? []);
      return {
        ...row(`hit-${hit.rank}`, `Hit ${hit.rank}`, (vote) => gradeWords(vote.grades[key])),
        differs: Math.max(...grades) - Math.min(...grades) >= GRADE_GAP,
      };
    }),
    row('flag', 'Flag', (vote) => vote.flag, true),
    row('note', 'Note', (vote) => vote.note, true),
    row('ideal', 'Ideal answer', (vote) => vote.idealAnswer, true),
  ];
  return rows.filter(({ said }) => said.some((words) => words !== null));
}

function gradeWords(grade: 0 | 1 | 2 | 3 | undefined): string | null {
  return grade === undefined ? null : `${grade} ${GRADE_WORDS[grade].toLowerCase()}`;
}
