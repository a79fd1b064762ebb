export interface JudgedPair {
  /** Whether the judge called the answer bad. */
  readonly judgedBad: boolean;
}

export interface JudgeReadiness {
  readonly ready: boolean;
  /** Labels still missing, on items that the judge called bad, good, and on any beyond those. */
  readonly missingBad: number;
  readonly missingGood: number;
  readonly missingAny: number;
}

const MIN_PAIRS = 30;
const MIN_PAIRS_A_VERDICT = 10;

/** Below this trust in the predictions (`lambda`) the judge does not help on this slice. */
export const MIN_USEFUL_LAMBDA = 0.05;

/**
 * Whether enough items have both a label and a verdict of this version of the judge to correct its rate: 30 in
 * all, 10 of each verdict. With fewer the rate is that of the people alone.
 */
export function judgeReadiness(pairs: readonly JudgedPair[]): JudgeReadiness {
  const bad = pairs.filter(({ judgedBad }) => judgedBad).length;
  const missingBad = Math.max(0, MIN_PAIRS_A_VERDICT - bad);
  const missingGood = Math.max(0, MIN_PAIRS_A_VERDICT - (pairs.length - bad));
  const missingAny = Math.max(0, MIN_PAIRS - pairs.length - missingBad - missingGood);
  return { ready: missingBad + missingGood + missingAny === 0, missingBad, missingGood, missingAny };
}
