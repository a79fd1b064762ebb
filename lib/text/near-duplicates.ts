import { SIGNATURE_LENGTH, writeMinHash } from './min-hash.ts';
import { comparableText, jaccard, shinglesOf } from './shingles.ts';
import { timeSlices } from './time-slices.ts';
import { wordsOf } from './words.ts';

/** Texts whose sets of character 5-grams are at least this similar (Jaccard) are near-duplicates. */
export const NEAR_DUPLICATE_SIMILARITY = 0.8;
/** A shorter text has only exact duplicates: one changed word is another question. */
const FEWEST_WORDS = 5;
/** 32 bands of four: a pair at the threshold shares none with a probability of 5e-8. */
const BANDS = 32;
const ROWS = SIGNATURE_LENGTH / BANDS;
/** How far a text is compared within a band that very many share, such as one question about thousands of numbers. */
const COMPARED_A_BAND = 64;
const LOOKED_AT_A_BAND = 512;

/**
 * The cluster of each text, as the place of the cluster's first text: equal and nearly equal texts are in one cluster,
 * and what they are nearly equal to. Same texts, same answer; 100,000 questions take seconds and some 50 MB.
 */
export async function nearDuplicateClusters(texts: readonly string[]): Promise<Uint32Array> {
  const pause = timeSlices();
  const sets = new DisjointSets(texts.length);
  const firsts = new Map<string, number>();
  const long: number[] = [];
  const comparable: string[] = [];
  for (let i = 0; i < texts.length; i++) {
    const text = comparableText(texts[i] ?? '');
    const first = firsts.get(text);
    if (first !== undefined) sets.join(first, i);
    else {
      firsts.set(text, i);
      if (isLong(text)) {
        long.push(i);
        comparable.push(text);
      }
    }
    if (i % 64 === 0) await pause();
  }
  firsts.clear();
  const keys = new Uint32Array(BANDS * long.length);
  const signature = new Uint32Array(SIGNATURE_LENGTH);
  for (let i = 0; i < long.length; i++) {
    writeMinHash(shinglesOf(comparable[i] ?? ''), signature);
    for (let band = 0; band < BANDS; band++) keys[band * long.length + i] = bandKey(signature, band);
    if (i % 16 === 0) await pause();
  }
  for (let band = 0; band < BANDS; band++) {
    for (const group of groupsOf(keys.subarray(band * long.length, (band + 1) * long.length))) {
      joinSimilar(group, comparable, long, sets);
      await pause();
    }
  }
  return sets.firsts();
}

/**
 * A question of many texts against some that are known: the places of the known texts that equal or nearly equal it,
 * ascending.
 */
export function nearDuplicateLookup(known: readonly string[]): (text: string) => number[] {
  const texts = known.map(comparableText);
  const exact = Map.groupBy(texts.keys(), (i) => texts[i] ?? '');
  const shingles = new Map<number, Uint32Array>();
  const bands = Array.from({ length: BANDS }, () => new Map<number, number[]>());
  const signature = new Uint32Array(SIGNATURE_LENGTH);
  for (const [text, [first = 0]] of exact) {
    if (!isLong(text)) continue;
    const set = shinglesOf(text);
    shingles.set(first, set);
    writeMinHash(set, signature);
    bands.forEach((groups, band) => {
      const key = bandKey(signature, band);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [first]);
      else group.push(first);
    });
  }
  return (text) => {
    const asked = comparableText(text);
    const found = new Set(exact.get(asked));
    if (bands[0]?.size !== 0 && isLong(asked)) {
      const set = shinglesOf(asked);
      writeMinHash(set, signature);
      const candidates = new Set(bands.flatMap((groups, band) => groups.get(bandKey(signature, band)) ?? []));
      for (const first of candidates) {
        const similarity = jaccard(set, shingles.get(first) ?? new Uint32Array());
        if (similarity < NEAR_DUPLICATE_SIMILARITY) continue;
        for (const same of exact.get(texts[first] ?? '') ?? []) found.add(same);
      }
    }
    return [...found].sort((a, b) => a - b);
  };
}

function isLong(text: string): boolean {
  return wordsOf(text).length >= FEWEST_WORDS;
}

/** FNV-1a over the band's rows. */
function bandKey(signature: Uint32Array, band: number): number {
  let hash = 0x811c9dc5;
  for (let row = band * ROWS; row < (band + 1) * ROWS; row++) {
    hash = Math.imul(hash ^ (signature[row] ?? 0), 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}

/** Places that share a key, of two and more, each group ascending. */
function* groupsOf(keys: Uint32Array): Generator<Uint32Array> {
  // Key and place fit into the 53 bits of a number, and sort as one.
  const places = 2 ** 21;
  if (keys.length > places) throw new RangeError(`at most ${places} texts can be compared`);
  const sorted = Float64Array.from(keys, (key, i) => key * places + i).sort();
  const keyAt = (i: number) => Math.floor((sorted[i] ?? 0) / places);
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    for (to = from + 1; to < sorted.length && keyAt(to) === keyAt(from); ) to += 1;
    if (to - from > 1) yield Uint32Array.from(sorted.subarray(from, to), (value) => value % places);
  }
}

function joinSimilar(
  group: Uint32Array,
  comparable: readonly string[],
  places: readonly number[],
  sets: DisjointSets,
): void {
  // Of a group that very many share only as many are kept as are looked back at.
  const recent: (Uint32Array | undefined)[] = [];
  const slotOf = (i: number) => i % (LOOKED_AT_A_BAND + 1);
  const shinglesAt = (i: number) => {
    const set = recent[slotOf(i)] ?? shinglesOf(comparable[group[i] ?? 0] ?? '');
    recent[slotOf(i)] = set;
    return set;
  };
  const placeAt = (i: number) => places[group[i] ?? 0] ?? 0;
  for (let i = 1; i < group.length; i++) {
    let compared = 0;
    recent[slotOf(i)] = undefined;
    for (let j = i - 1; j >= 0 && i - j <= LOOKED_AT_A_BAND && compared < COMPARED_A_BAND; j--) {
      if (sets.first(placeAt(i)) === sets.first(placeAt(j))) continue;
      compared += 1;
      if (jaccard(shinglesAt(i), shinglesAt(j)) >= NEAR_DUPLICATE_SIMILARITY)
        sets.join(placeAt(i), placeAt(j));
    }
  }
}

/** Disjoint sets of the places 0 to n - 1, each known by its first. */
export class DisjointSets {
  private readonly parents: Uint32Array;

  constructor(count: number) {
    this.parents = Uint32Array.from({ length: count }, (_, i) => i);
  }

  first(place: number): number {
    let at = place;
    for (let parent = this.parents[at] ?? at; parent !== at; parent = this.parents[at] ?? at) {
      this.parents[at] = this.parents[parent] ?? parent;
      at = parent;
    }
    return at;
  }

  join(a: number, b: number): void {
    const [left, right] = [this.first(a), this.first(b)];
    this.parents[Math.max(left, right)] = Math.min(left, right);
  }

  firsts(): Uint32Array {
    return this.parents.map((_, place) => this.first(place));
  }
}
