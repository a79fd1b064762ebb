export interface JudgedScore {
  /** The best score that a question reached; -Infinity where nothing was found. */
  score: number;
  answerable: boolean;
}

export interface ThresholdPoint {
  threshold: number;
  /** Share of the unanswerable questions whose best score is below it. */
  recognised: number;
  /** Share of the answerable ones that it refuses. */
  refused: number;
}

/** What each threshold that makes a difference would do, in ascending order. */
export function thresholdCurve(scores: readonly JudgedScore[]): ThresholdPoint[] {
  const own = scores.filter(({ answerable }) => answerable);
  const foreign = scores.filter(({ answerable }) => !answerable);
  const shareBelow = (of: readonly JudgedScore[], threshold: number) =>
    of.length === 0 ? 0 : of.filter(({ score }) => score < threshold).length / of.length;
  const thresholds = [...new Set(scores.map(({ score }) => score))]
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return thresholds.map((threshold) => ({
    threshold,
    recognised: shareBelow(foreign, threshold),
    refused: shareBelow(own, threshold),
  }));
}

/**
 * The threshold that recognises the most unanswerable questions while it refuses at most `maxRefused` of the
 * answerable ones; the lowest of equally good ones. Undefined where one of the two kinds is missing.
 */
export function chosenThreshold(scores: readonly JudgedScore[], maxRefused: number): number | undefined {
  if (new Set(scores.map(({ answerable }) => answerable)).size < 2) return undefined;
  let best: ThresholdPoint | undefined;
  for (const point of thresholdCurve(scores))
    if (point.refused <= maxRefused && (best === undefined || point.recognised > best.recognised))
      best = point;
  return best?.threshold;
}
