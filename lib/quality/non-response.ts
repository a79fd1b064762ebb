import { nonResponseWeights, type SelectedItem } from '../statistics/non-response-weights.ts';
import { LOST_SHARE_FOR_BOUNDS } from '../statistics/worst-case-bounds.ts';

/** A query of the random sample that lies in a slice and has no label. */
export interface UnlabelledQuery {
  pi: number;
  class: string;
  week: number;
  skipped: boolean;
  /** Not a real query: out of scope, on neither side of a rate. */
  removed: boolean;
}

/** What became of the drawn queries of a slice that have no label: see `failureRatesSchema`. */
export interface NonResponse {
  pending: number;
  skipped: number;
  skippedShare: number;
  removed: number;
  removedShare: number;
  unlabelledClasses: string[];
}
export const NO_NON_RESPONSE: NonResponse = {
  pending: 0,
  skipped: 0,
  skippedShare: 0,
  removed: 0,
  removedShare: 0,
  unlabelledClasses: [],
};

/** A labelled query as far as weighing looks at it; `pi` null where it was not drawn. */
interface Weighed {
  pi: number | null;
  /** Weeks since 1970 at its start. */
  week: number;
  weight: number;
}

interface Selected extends SelectedItem {
  queryId: string;
}

/**
 * Raises the weights of drawn answers by what their class and week lacks in labels. A class without any label is left
 * out while it stands for 5 % at most, and named otherwise: nothing says how its answers do. `classes` are those of
 * the drawn queries by id; an answer without one keeps its weight.
 */
export function makeUpForNonResponse<Answer extends Weighed>(
  answers: ReadonlyMap<string, Answer>,
  classes: ReadonlyMap<string, string>,
  unlabelled: readonly UnlabelledQuery[],
): { answers: Map<string, Answer>; nonResponse: NonResponse } {
  const drawn = [...answers].flatMap(([queryId, { pi, week }]) => {
    const name = classes.get(queryId);
    if (pi === null || name === undefined) return [];
    return [{ queryId, class: name, week, probability: pi, labelled: true }];
  });
  const notLabelled = unlabelled.map(({ pi, ...query }) => ({
    ...query,
    queryId: '',
    probability: pi,
    labelled: false,
  }));
  const removed = notLabelled.filter((query) => query.removed);
  const missing = notLabelled.filter((query) => !query.removed);
  const skipped = missing.filter((query) => query.skipped);
  const [ofLabelled, ofSkipped, ofRemoved] = [weightOf(drawn), weightOf(skipped), weightOf(removed)];
  const counts = {
    pending: missing.length - skipped.length,
    skipped: skipped.length,
    skippedShare: ofSkipped === 0 ? 0 : ofSkipped / (ofLabelled + ofSkipped),
    removed: removed.length,
    removedShare: ofRemoved === 0 ? 0 : ofRemoved / (ofLabelled + weightOf(notLabelled)),
  };
  const { items, unlabelledClasses } = withoutLightClasses([...drawn, ...missing]);
  const raised = nonResponseWeights(items);
  if (!('weights' in raised)) {
    return { answers: new Map(answers), nonResponse: { ...counts, unlabelledClasses } };
  }
  const weights = new Map([...raised.weights].map(([{ queryId }, weight]) => [queryId, weight]));
  return {
    answers: new Map(
      [...answers].map(([id, answer]) => [id, { ...answer, weight: weights.get(id) ?? answer.weight }]),
    ),
    nonResponse: { ...counts, unlabelledClasses: [] },
  };
}

function withoutLightClasses(selected: readonly Selected[]): {
  items: Selected[];
  unlabelledClasses: string[];
} {
  const total = weightOf(selected);
  const unlabelled = [...Map.groupBy(selected, (item) => item.class)].filter(([, items]) =>
    items.every(({ labelled }) => !labelled),
  );
  const [heavy, light] = [true, false].map((isHeavy) =>
    unlabelled
      .filter(([, items]) => weightOf(items) / total > LOST_SHARE_FOR_BOUNDS === isHeavy)
      .map(([name]) => name)
      .sort(),
  );
  return {
    items: selected.filter((item) => !light?.includes(item.class)),
    unlabelledClasses: heavy ?? [],
  };
}

const weightOf = (items: readonly Selected[]) =>
  items.reduce((sum, { probability }) => sum + 1 / probability, 0);

/** What stands beside the rate; null where every drawn query is labelled. */
export function nonResponseText(found: NonResponse): string | null {
  const { pending, skipped, unlabelledClasses } = found;
  if (unlabelledClasses.length > 0) {
    return `No label yet from ${unlabelledClasses.join(' and ')}: there is no failure rate without them. Label some of their queries in the queue that drew them.`;
  }
  const removed = removedText(found);
  if (pending + skipped === 0) return removed;
  const parts = [
    ...(pending > 0 ? [`${pending} not labelled yet`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  const sentence = `Of the queries drawn at random, ${parts.join(' and ')}: labels of the same kind and week weigh for them too.`;
  return removed === null ? sentence : `${sentence} ${removed}`;
}

function removedText({ removed, removedShare }: NonResponse): string | null {
  if (removed === 0) return null;
  const share = `${(removedShare * 100).toFixed(removedShare < 0.0995 ? 1 : 0)} %`;
  return `Reviewers took out ${removed} drawn ${removed === 1 ? 'query' : 'queries'} as not real, ${share} of the weight: no rate counts ${removed === 1 ? 'it' : 'them'}.`;
}
