/** What one reviewer's current label says, as far as resolving looks at it. */
export interface LabelVote {
  id: string;
  verdict: string;
  failure: string | null;
  secondaryFailure: string | null;
  detail: string | null;
  nothingToFind: boolean | null;
  idealAnswer: string | null;
  gradingProtocol: string;
}

/** The one answer that charts, quadrant and exports use for a query. */
export interface ResolvedLabel {
  verdict: string;
  failure: string | null;
  secondaryFailure: string | null;
  detail: string | null;
  nothingToFind: boolean | null;
  /** The newest ideal answer among the labels that carry the verdict, else the newest of all. */
  idealAnswer: string | null;
  /** The labels' common protocol; `free`, which promises nothing, where they differ. */
  gradingProtocol: string;
}

export const DISPUTED = 'disputed';

/**
 * The adjudicated label, else what more than half of the current labels say, else `disputed`. Failure, detail and
 * "nothing to find" are what more than half of the labels with that verdict say, else null: never guessed.
 * `labels` are one a reviewer, oldest first. Undefined without labels.
 */
export function resolvedLabel(
  labels: readonly LabelVote[],
  adjudicated?: LabelVote,
): ResolvedLabel | undefined {
  const newest = labels.at(-1);
  if (adjudicated === undefined && newest === undefined) return undefined;
  const verdict = adjudicated?.verdict ?? majority(labels.map((label) => label.verdict)) ?? DISPUTED;
  const carriers = adjudicated ? [adjudicated] : labels.filter((label) => label.verdict === verdict);
  const agreed = <K extends 'failure' | 'secondaryFailure' | 'detail' | 'nothingToFind'>(field: K) =>
    majority(carriers.map((label) => label[field])) ?? null;
  return {
    verdict,
    failure: agreed('failure'),
    secondaryFailure: agreed('secondaryFailure'),
    detail: agreed('detail'),
    nothingToFind: agreed('nothingToFind'),
    idealAnswer: newestIdealAnswer(carriers) ?? newestIdealAnswer(labels) ?? null,
    gradingProtocol: commonProtocol(adjudicated ? [adjudicated] : labels),
  };
}

/** The value that more than half of the votes have, or undefined. */
function majority<T extends string | boolean | null>(votes: readonly T[]): T | undefined {
  return [...new Set(votes)].find(
    (value) => 2 * votes.filter((vote) => vote === value).length > votes.length,
  );
}

function newestIdealAnswer(labels: readonly LabelVote[]): string | undefined {
  return labels.findLast((label) => label.idealAnswer !== null)?.idealAnswer ?? undefined;
}

function commonProtocol(labels: readonly LabelVote[]): string {
  const protocols = new Set(labels.map((label) => label.gradingProtocol));
  const [first] = protocols;
  return protocols.size === 1 && first !== undefined ? first : 'free';
}
