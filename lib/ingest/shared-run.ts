const RUN_WORDS = 8;
const BASE = 0x01000193;
const OLDEST = power(BASE, RUN_WORDS);
const SEEN = new Int32Array(RUN_WORDS);
/** What separates words: ASCII that is neither letter nor digit, and the blocks of Latin, general and CJK punctuation. */
const SEPARATORS = /[^0-9a-z\u00c0-\u1fff\u2070-\u2fff\u3040-\u{10ffff}]+/u;

/**
 * Says of texts whether they share a run of eight words with `source`, whatever their case and punctuation.
 * Rolling hashes rule nearly every text out at about a nanosecond a character; the words decide.
 */
export class SharedRun {
  private readonly words: string[];
  private readonly hashes = new Set<number>();
  private runs: Set<string> | undefined;

  constructor(source: string) {
    const lowered = source.toLowerCase();
    this.words = wordsOf(lowered);
    everyRun(lowered, (hash) => {
      this.hashes.add(hash);
      return false;
    });
  }

  isIn(text: string): boolean {
    if (this.hashes.size === 0) return false;
    const lowered = text.toLowerCase();
    return everyRun(lowered, (hash) => this.hashes.has(hash)) && this.hasRunOf(wordsOf(lowered));
  }

  private hasRunOf(words: readonly string[]): boolean {
    this.runs ??= new Set(runsOf(this.words));
    const known = this.runs;
    return runsOf(words).some((run) => known.has(run));
  }
}

function wordsOf(lowered: string): string[] {
  return lowered.split(SEPARATORS).filter((word) => word !== '');
}

function runsOf(words: readonly string[]): string[] {
  return words
    .slice(0, Math.max(0, words.length - RUN_WORDS + 1))
    .map((_, i) => words.slice(i, i + RUN_WORDS).join(' '));
}

/** Calls `visit` with the hash of each run of eight words of a lower-case text until it returns true; says whether it did. */
export function everyRun(lowered: string, visit: (hash: number) => boolean): boolean {
  let word = 0;
  let run = 0;
  let count = 0;
  for (let i = 0; i <= lowered.length; i++) {
    const code = i < lowered.length ? lowered.charCodeAt(i) : 0;
    if (isWordUnit(code)) {
      word = Math.imul(word ^ code, BASE);
      continue;
    }
    if (word === 0) continue;
    const slot = count % RUN_WORDS;
    const left = count >= RUN_WORDS ? (SEEN[slot] ?? 0) : 0;
    run = (Math.imul(run, BASE) + word - Math.imul(left, OLDEST)) | 0;
    SEEN[slot] = word;
    word = 0;
    count += 1;
    if (count >= RUN_WORDS && visit(run)) return true;
  }
  return false;
}

function isWordUnit(code: number): boolean {
  if (code < 0x80) return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
  if (code < 0xc0) return false;
  return !(code >= 0x2000 && code < 0x2070) && !(code >= 0x3000 && code < 0x3040);
}

function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product = Math.imul(product, base);
  return product;
}
