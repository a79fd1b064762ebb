import { cosineSimilarity, type WordVector } from '../text/tf-idf.ts';
import { type GapState, type GoodOccurrence, gapState } from './gap-state.ts';
import type { ServedQuery, VainQuestion } from './queries/gap-evidence.ts';
import { ALIKE, clusterQuestions, questionVectors } from './question-clusters.ts';

/** A group of questions that ask the same, and whether it is closed. */
export interface FoundGap {
  /** The most asked first. */
  wordings: VainQuestion[];
  state: GapState;
}

/** Groups what was asked in vain, and gives each group the good retrievals of the questions that are like it. */
export async function foundGaps(
  vain: readonly VainQuestion[],
  served: readonly ServedQuery[],
): Promise<FoundGap[]> {
  const clusters = await clusterQuestions(vain.map(({ question }) => question));
  const groups = clusters.map((places) =>
    places.flatMap((place) => vain[place] ?? []).sort((a, b) => b.queries - a.queries || b.lastAt - a.lastAt),
  );
  const good = servedByGroup(groups, served);
  return groups.map((wordings, place) => ({
    wordings,
    state: gapState(Math.max(...wordings.map(({ lastAt }) => lastAt)), good.get(place) ?? []),
  }));
}

/** A query belongs to the group that has its question, else to the one that its question is most like on the whole. */
function servedByGroup(
  groups: readonly (readonly VainQuestion[])[],
  served: readonly ServedQuery[],
): Map<number, GoodOccurrence[]> {
  const known = new Map(
    groups.flatMap((group, place) => group.map((one) => [one.questionHash, place] as const)),
  );
  const asked = new Map(served.map(({ questionHash, question }) => [questionHash, question]));
  for (const [place, questionHash] of nearestGroups(
    groups,
    [...asked].filter(([hash]) => !known.has(hash)),
  )) {
    known.set(questionHash, place);
  }
  const byGroup = new Map<number, GoodOccurrence[]>();
  for (const { questionHash, at, queryId, isReplay } of served) {
    const place = known.get(questionHash);
    if (place !== undefined) byGroup.set(place, [...(byGroup.get(place) ?? []), { at, queryId, isReplay }]);
  }
  return byGroup;
}

function nearestGroups(
  groups: readonly (readonly VainQuestion[])[],
  others: readonly (readonly [questionHash: string, question: string])[],
): [place: number, questionHash: string][] {
  const wordings = groups.flatMap((group, place) => group.map(({ question }) => ({ question, place })));
  const vectors = questionVectors(
    [...wordings, ...others.map(([, question]) => ({ question }))].map((one) => one.question),
  );
  const members = Map.groupBy(
    wordings.map(({ place }, i) => ({ place, vector: vectors[i] })),
    ({ place }) => place,
  );
  return others.flatMap(([questionHash], i): [number, string][] => {
    const vector = vectors[wordings.length + i];
    if (vector === undefined) return [];
    let best = { place: -1, similarity: 0 };
    for (const [place, of] of members) {
      const similarity = of.reduce((sum, one) => sum + cosineOf(vector, one.vector), 0) / of.length;
      if (similarity > best.similarity) best = { place, similarity };
    }
    return best.similarity >= ALIKE ? [[best.place, questionHash]] : [];
  });
}

const cosineOf = (a: WordVector, b: WordVector | undefined) => (b === undefined ? 0 : cosineSimilarity(a, b));
