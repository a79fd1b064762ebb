/** A query of a gap's question whose retrieval is good by people's grades. */
export interface GoodOccurrence {
  at: number;
  queryId: string;
  /** Asked again on purpose, against what runs now. */
  isReplay: boolean;
}

export type GapState =
  | { state: 'open' }
  | { state: 'closed'; by: 'replay' | 'occurrences'; at: number; queryId: string };

/** So many real users in a row must have been served before a gap counts as closed without a replay. */
export const NEEDED_OCCURRENCES = 2;

/**
 * What follows from everything that is known: only what came after the last failure counts, so a gap that recurs is
 * open again without anybody's doing. `lastBadAt` and `at` are epoch milliseconds of the queries, not of their labels.
 */
export function gapState(lastBadAt: number, good: readonly GoodOccurrence[]): GapState {
  const since = good.filter(({ at }) => at > lastBadAt).sort((a, b) => a.at - b.at);
  const replay = since.find(({ isReplay }) => isReplay);
  const last = since.filter(({ isReplay }) => !isReplay)[NEEDED_OCCURRENCES - 1];
  const replayIsFirst = replay !== undefined && (last === undefined || replay.at <= last.at);
  const evidence = replayIsFirst ? replay : last;
  if (evidence === undefined) return { state: 'open' };
  const by = replayIsFirst ? 'replay' : 'occurrences';
  return { state: 'closed', by, at: evidence.at, queryId: evidence.queryId };
}
