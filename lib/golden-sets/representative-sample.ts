import type { Coverage } from './sample-schema.ts';

/** A labelled query as far as choosing looks at it. */
export interface Candidate {
  queryId: string;
  question: string;
  kind: string;
}

const LARGEST_SHOWN = 10;

/**
 * `size` of the candidates: of each kind its share, and at least one, and within these the groups of like questions in
 * proportion to their size. Candidates come in random order and the earlier goes first, so the same candidates give
 * the same sample. `clusters` are groups of places, largest first.
 */
export function representativeSample<C extends Candidate>(
  candidates: readonly C[],
  clusters: readonly (readonly number[])[],
  size: number,
): { chosen: C[]; coverage: Omit<Coverage, 'usable' | 'lookedAt'> } {
  const clusterOf = new Map(clusters.flatMap((places, cluster) => places.map((place) => [place, cluster])));
  const kinds = Map.groupBy(candidates.keys(), (place) => candidates[place]?.kind ?? '');
  const seats = seatsOf(new Map([...kinds].map(([kind, places]) => [kind, places.length])), size);
  const chosenIn = clusters.map(() => 0);
  const chosen: number[] = [];
  // The rare kinds choose first: they have the fewest groups to choose from.
  for (const [kind, places] of [...kinds].sort(([, a], [, b]) => a.length - b.length)) {
    const left = Map.groupBy(places, (place) => clusterOf.get(place) ?? -1);
    for (let seat = 0; seat < (seats.get(kind) ?? 0); seat++) {
      const cluster = mostOwed(left, (at) => (clusters[at]?.length ?? 0) / (2 * (chosenIn[at] ?? 0) + 1));
      const place = left.get(cluster)?.shift();
      if (place === undefined) continue;
      chosen.push(place);
      chosenIn[cluster] = (chosenIn[cluster] ?? 0) + 1;
    }
  }
  chosen.sort((a, b) => a - b);
  return {
    chosen: chosen.flatMap((place) => candidates[place] ?? []),
    coverage: {
      chosen: chosen.length,
      kinds: [...kinds]
        .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
        .map(([kind, places]) => ({ kind, chosen: seats.get(kind) ?? 0, of: places.length })),
      clusters: { chosen: chosenIn.filter((count) => count > 0).length, of: clusters.length },
      largest: clusters.slice(0, LARGEST_SHOWN).map((places, cluster) => ({
        question: candidates[places[0] ?? 0]?.question ?? '',
        chosen: chosenIn[cluster] ?? 0,
        of: places.length,
      })),
    },
  };
}

/** Seats by largest remainder; a kind with any candidate has at least one where there are seats enough. */
function seatsOf(counts: ReadonlyMap<string, number>, size: number): Map<string, number> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const all = Math.min(size, total);
  const base = all >= counts.size ? 1 : 0;
  const ideal = (count: number) => (total === 0 ? 0 : (all * count) / total);
  const seats = new Map([...counts].map(([kind, count]) => [kind, Math.max(base, Math.floor(ideal(count)))]));
  const given = () => [...seats.values()].reduce((sum, count) => sum + count, 0);
  const owed = (kind: string) => ideal(counts.get(kind) ?? 0) - (seats.get(kind) ?? 0);
  while (given() !== all) {
    const step = given() < all ? 1 : -1;
    const open = [...counts.keys()].filter((kind) => {
      const after = (seats.get(kind) ?? 0) + step;
      return after >= base && after <= (counts.get(kind) ?? 0);
    });
    const kind = open.sort((a, b) => step * (owed(b) - owed(a)) || (a < b ? -1 : 1))[0];
    if (kind === undefined) break;
    seats.set(kind, (seats.get(kind) ?? 0) + step);
  }
  return seats;
}

/** The group with members left that is most owed a seat; of equals the larger, which comes first. */
function mostOwed(left: ReadonlyMap<number, readonly number[]>, claim: (cluster: number) => number): number {
  const open = [...left.keys()].filter((cluster) => (left.get(cluster)?.length ?? 0) > 0);
  return open.sort((a, b) => claim(b) - claim(a) || a - b)[0] ?? -1;
}
