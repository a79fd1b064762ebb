/** Words that say nothing about the subject of a question, the name of the product included. */
const STOP_WORDS = new Set(
  `a about after again all also an and any anybody are as at be because been before but by can cairnbox could
  did do does else every for from get go had has have hello hey hi how i if in into is it its just know like long
  many may me more much must my need no not now of often on one only or other our out please question quick
  should so some somebody than thank thanks that the their them then there these they this to too under until up
  us use want was we what when where which while who why will with would you your`.split(/\s+/),
);

/** The term that a word is searched by: lower case, without common endings; null for words without a subject. */
export function termOf(word: string): string | null {
  const term = word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  if (term.length < 2 || STOP_WORDS.has(term)) return null;
  return term.length < 5
    ? term.replace(/(?<=[^s])s$/, '')
    : term.replace(/(ies|es|s)$/, '').replace(/(ing|ed|e|y)$/, '');
}

/** The distinct terms of a text. */
export function termsOf(text: string): Set<string> {
  const terms = text.split(/[\n\r\p{Z}\p{P}]+/u).map(termOf);
  return new Set(terms.filter((term) => term !== null));
}
