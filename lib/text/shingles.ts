/** Characters a shingle. */
const SHINGLE_LENGTH = 5;

/** Printable ASCII without capitals, single spaces inside. */
const COMPARABLE = /^(?:[!-@[-~](?: (?! |$))?)*$/;

/**
 * A text as it is compared with others: NFKC, without case, runs of white space as one space. One that is comparable
 * already comes back itself and not as a copy, for there may be very many.
 */
export function comparableText(text: string): string {
  if (COMPARABLE.test(text)) return text;
  // Lower case after upper case folds what a single mapping leaves apart (ß and SS, final sigma).
  return text.normalize('NFKC').toUpperCase().toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * The distinct shingles of a comparable text, runs of five characters (code points), each as a 32-bit hash, ascending.
 * A shorter text is one shingle. Two shingles share a hash once in four billion pairs.
 */
export function shinglesOf(text: string): Uint32Array {
  const points = codePoints(text);
  const count = Math.max(1, points.length - SHINGLE_LENGTH + 1);
  const hashes = new Uint32Array(count);
  for (let from = 0; from < count; from++) {
    let hash = 0x811c9dc5;
    for (let i = from; i < from + SHINGLE_LENGTH && i < points.length; i++)
      hash = mixed(hash, points[i] ?? 0);
    hashes[from] = finished(hash);
  }
  hashes.sort();
  let kept = 0;
  for (let i = 0; i < count; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[kept++] = hashes[i] ?? 0;
  return hashes.subarray(0, kept);
}

function codePoints(text: string): Uint32Array {
  const points = new Uint32Array(text.length);
  let count = 0;
  for (let i = 0; i < text.length; count++) {
    const point = text.codePointAt(i) ?? 0;
    points[count] = point;
    i += point > 0xffff ? 2 : 1;
  }
  return points.subarray(0, count);
}

/** Murmur3's step and finaliser (Austin Appleby, public domain). */
function mixed(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
}

function finished(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h ^ (h >>> 13), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Size of the intersection by that of the union of two ascending sets, 0 to 1. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [left, right] = [a[i] ?? 0, b[j] ?? 0];
    if (left === right) shared += 1;
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  const union = a.length + b.length - shared;
  return union === 0 ? 1 : shared / union;
}
