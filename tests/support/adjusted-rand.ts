/**
 * How far two groupings of the same things agree beyond chance: 1 the same, about 0 as by chance. Each list names
 * the group of each thing, in one order. 1 where both put all in one group or each in its own. Throws RangeError on
 * lists of different length. Hubert and Arabie, Journal of Classification 2 (1985).
 */
export function adjustedRand(first: readonly unknown[], second: readonly unknown[]): number {
  if (first.length !== second.length) throw new RangeError('two groupings of the same things are as long');
  const [a, b] = [numbered(first), numbered(second)];
  const joint = pairsWithin(a.map((group, place) => `${group} ${b[place]}`));
  const [ofFirst, ofSecond] = [pairsWithin(a), pairsWithin(b)];
  const all = (first.length * (first.length - 1)) / 2;
  const expected = all === 0 ? 0 : (ofFirst * ofSecond) / all;
  const highest = (ofFirst + ofSecond) / 2;
  return highest === expected ? 1 : (joint - expected) / (highest - expected);
}

/** Each group by the number of its first appearance. */
function numbered(groups: readonly unknown[]): number[] {
  const numbers = new Map<unknown, number>();
  return groups.map((group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
}

function pairsWithin(groups: readonly unknown[]): number {
  const counts = new Map<unknown, number>();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  return counts.values().reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
}
