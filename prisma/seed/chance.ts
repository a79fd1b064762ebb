import { seededRandom } from '#lib/statistics/seeded-random.ts';

/** Draws that depend on nothing but the seed they were made from. */
export type Chance = {
  /** A number in [0, 1). */
  next: () => number;
  /** True with the given probability. */
  happens: (probability: number) => boolean;
  between: (low: number, high: number) => number;
  pick: <T>(items: readonly [T, ...T[]]) => T;
  /** One of the items, each with the chance of its weight. */
  weighted: <T>(items: readonly T[], weightOf: (item: T, position: number) => number) => T;
  shuffled: <T>(items: readonly T[]) => T[];
  logNormal: (median: number, sigma: number) => number;
};

/** A source of its own for each list of parts: what one part of the traffic draws never shifts another. */
export function chanceOf(...parts: readonly (string | number)[]): Chance {
  const next = seededRandom(hashOf(parts.join('\u0000')));
  const between = (low: number, high: number) => low + (high - low) * next();
  return {
    next,
    between,
    happens: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
    weighted: (items, weightOf) => {
      let rest = next() * items.reduce((sum, item, position) => sum + weightOf(item, position), 0);
      const chosen = items.find((item, position) => {
        rest -= weightOf(item, position);
        return rest < 0;
      });
      const result = chosen ?? items[0];
      if (result === undefined) throw new RangeError('There is nothing to choose from.');
      return result;
    },
    shuffled: (items) =>
      items
        .map((item) => ({ item, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ item }) => item),
    // Box and Muller; 1 - next() keeps the logarithm finite.
    logNormal: (median, sigma) =>
      median * Math.exp(sigma * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
  };
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash >>> 0;
}
