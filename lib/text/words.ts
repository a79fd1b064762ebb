/** Frequent English words that say nothing of what a text is about. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  (
    'a about after again all also am an and any are as at be because been before being between both but by can ' +
    'cannot could did do does doing done down during each for from further had has have having he her here hers him ' +
    'his how i if in into is it its itself just me more most my no nor not now of off on once only or other our ours ' +
    'out over own s same shall she should so some such t than that the their theirs them then there these they this ' +
    'those through to too under until up upon us very was we were what when where whether which while who whom whose ' +
    'why will with would you your yours'
  ).split(' '),
);

/** Letters, their marks and digits; an apostrophe inside a word belongs to it. */
const WORD = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;
/** Scripts that put no space between words: there the platform's dictionary cuts. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}]/u;
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });

/** The words of a text in their order, in NFKC and lower case, without punctuation. */
export function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll('’', "'");
  const words = folded.match(WORD) ?? [];
  return UNSPACED.test(folded) ? words.flatMap(segmented) : words;
}

function segmented(word: string): string[] {
  if (!UNSPACED.test(word)) return [word];
  return [...SEGMENTER.segment(word)].map(({ segment }) => segment);
}

/** The words of a text but for stop words. */
export function contentWordsOf(text: string): string[] {
  return wordsOf(text).filter((word) => !STOP_WORDS.has(word));
}
