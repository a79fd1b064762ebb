export type AnswerState = 'good' | 'bad';

/** A resolved verdict; `disputed` when reviewers disagree without a majority, null without a label. */
export type ResolvedVerdict = 'correct' | 'partly' | 'wrong' | 'cannot_tell' | 'disputed' | null;

/** The answer side of the quadrant; null keeps the query out of it. */
export function answerState(verdict: ResolvedVerdict): AnswerState | null {
  switch (verdict) {
    case 'correct':
      return 'good';
    case 'partly':
    case 'wrong':
      return 'bad';
    case 'cannot_tell':
    case 'disputed':
    case null:
      return null;
  }
}
