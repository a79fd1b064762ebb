import type { ReadHit } from './reading.ts';

/**
 * The same hits from two sources, in one: what the first lacks comes from the second, hit by hit. Undefined where they
 * cannot be the same hits: other in number, or with another text or id at some rank.
 */
export function joinedByRank(
  first: readonly ReadHit[],
  second: readonly ReadHit[] | undefined,
): ReadHit[] | undefined {
  if (second === undefined || first.length === 0 || first.length !== second.length) return undefined;
  const joined = first.map((hit, rank) => joinedHit(hit, second[rank] ?? {}));
  return joined.includes(undefined) ? undefined : joined.filter((hit) => hit !== undefined);
}

function joinedHit(hit: ReadHit, other: ReadHit): ReadHit | undefined {
  if (hit.text !== undefined && other.text !== undefined && hit.text !== other.text) return undefined;
  if (hit.id !== undefined && other.id !== undefined && hit.id !== other.id) return undefined;
  return {
    ...other,
    ...hit,
    ...(hit.metadata || other.metadata ? { metadata: { ...other.metadata, ...hit.metadata } } : {}),
  };
}
