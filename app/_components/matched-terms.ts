/** A stretch of a text, and whether it is one of the words looked for. */
export interface TextPart {
  text: string;
  marked: boolean;
}

const STOP_WORDS = new Set(
  (
    'a an and any are as at be but by can could did do does for from had has have how i if in is it its me my of on or ' +
    'our should since so than that the their them then there these they this those to us was we were what when where which ' +
    'who why will with would you your'
  ).split(' '),
);
/** Longer texts are searched up to here, so that a card is drawn without a pause. */
const SEARCHED_LENGTH = 60_000;
const WORDS = new Intl.Segmenter(undefined, { granularity: 'word' });
const SENTENCES = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** The words of a question that are worth finding in a text: no stop words, no plural endings, at most 40. */
export function termsOf(question: string): string[] {
  const terms = new Set<string>();
  for (const { segment, isWordLike } of WORDS.segment(question.slice(0, 4000))) {
    const word = segment.normalize('NFKC').toLowerCase();
    if (isWordLike && !STOP_WORDS.has(word) && !/^[a-z]$/.test(word)) terms.add(stem(word));
  }
  return [...terms].slice(0, 40);
}

/** Cuts a text into marked and unmarked parts; joined they are the text again. */
export function markTerms(text: string, terms: readonly string[]): TextPart[] {
  const pattern = patternOf(terms);
  if (pattern === undefined) return [{ text, marked: false }];
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index), marked: false });
    parts.push({ text: match[0], marked: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), marked: false });
  return parts;
}

/**
 * Start and end of the passage of whole sentences, about `length` characters, that holds the most different
 * terms; the first of them if several do. A text that is hardly longer is its own passage.
 */
export function bestPassage(
  text: string,
  terms: readonly string[],
  length: number,
): { start: number; end: number } {
  if (text.length <= length * 1.3) return { start: 0, end: text.length };
  const pattern = patternOf(terms);
  const sentences = [...SENTENCES.segment(text.slice(0, SEARCHED_LENGTH))].map(({ index, segment }) => ({
    start: index,
    end: index + segment.length,
    found:
      pattern === undefined
        ? []
        : [...segment.matchAll(pattern)].map((match) => stem(match[0].toLowerCase())),
  }));
  let best = { start: 0, end: Math.min(length, text.length), score: -1 };
  for (const [i, first] of sentences.entries()) {
    const found = new Set<string>();
    let end = first.start;
    for (const sentence of sentences.slice(i)) {
      if (end > first.start && sentence.end - first.start > length) break;
      end = sentence.end;
      for (const term of sentence.found) found.add(term);
    }
    if (found.size > best.score) best = { start: first.start, end, score: found.size };
  }
  return { start: best.start, end: Math.min(best.end, best.start + length * 1.3) };
}

function stem(word: string): string {
  return /^[a-z]{5,}$/.test(word) ? word.replace(/(?<!s)s$/, '') : word;
}

/** Matches whole words that start with a term and have a short ending; scripts without spaces match anywhere. */
function patternOf(terms: readonly string[]): RegExp | undefined {
  if (terms.length === 0) return undefined;
  const alternatives = [...terms]
    .sort((a, b) => b.length - a.length)
    .map((term) => {
      const literal = term.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
      if (/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]/u.test(term))
        return literal;
      const ending = term.length >= 4 ? String.raw`\p{L}{0,3}` : '';
      return String.raw`(?<![\p{L}\p{N}])${literal}${ending}(?![\p{L}\p{N}])`;
    });
  return new RegExp(alternatives.join('|'), 'giu');
}
