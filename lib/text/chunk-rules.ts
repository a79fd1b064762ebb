import { sentences } from './sentences.ts';
import { contentWordsOf, wordsOf } from './words.ts';

/** A piece of a document as it is indexed. */
export interface ChunkText {
  readonly text: string;
  /** Title of its document or section, as the index keeps it beside the text; empty where it keeps none. */
  readonly title: string;
}

/** With fewer words there is hardly a statement that could answer a question. */
export const FEWEST_WORDS = 20;
/** About 512 tokens, the input of common embedding models: what follows does not count in the vector. */
export const MOST_WORDS = 400;
/** A text that begins with its title may have so many other words before the title's last one. */
const WORDS_BEFORE_TITLE = 2;

/** Words of the text below its heading. */
export function bodyWordCount({ text }: Pick<ChunkText, 'text'>): number {
  return wordsOf(bodyOf(text)).length;
}

export function isTooShort(chunk: Pick<ChunkText, 'text'>): boolean {
  return bodyWordCount(chunk) < FEWEST_WORDS;
}

export function isTooLong(chunk: Pick<ChunkText, 'text'>): boolean {
  return bodyWordCount(chunk) > MOST_WORDS;
}

/** What a sentence cannot begin with: a full stop, a comma, a closing mark, a dash that joins, or an ellipsis. */
const CONTINUES = /^(?:[.,;:!?%)\]}»”]|[-–—]{1,2}\s|\.{2,}|…|'[a-z]{1,2}\b|''|\/|&)/u;
/** Opening quotation marks and marks of emphasis before the first word. */
const OPENING = /^(?:["'“‘«„*_]|``)+\s*/u;
/** A word of lower-case letters alone; names such as eBay or iPhone and single letters but for `a` are none. */
const LOWER_WORD = /^(?:\p{Ll}[\p{Ll}\p{M}]+(?![\p{L}\p{N}_(=.:/@])|a\s+\p{Ll})/u;
/** A number that a mark follows: the end of a date or an amount. */
const CUT_NUMBER = /^\d[\d.,]*(?:st|nd|rd|th|%)?\s*(?:[.,;)]\s|[-–]{1,2}\s*\p{Ll})/u;
/** Items of a list, table rows and code begin as they like. */
const OWN_FORM = /^(?:[-*+•]\s[^\n]*\n\s*[-*+•]\s|[*+•]\s|-\s+[^\p{Ll}]|\d{1,2}[.)]\s|\||```|>|<\w|https?:)/u;
/** A name, then a comma and a word that joins what must have stood before the name. Looked for in a short beginning. */
const CUT_NAME =
  /^(?:\p{Lu}[\p{L}\p{M}\p{N}'’.-]*\s*){1,3},\s+(?:and|or|but|which|who|whom|whose|where|of|though|although|even)\s/u;
const CUT_NAME_LENGTH = 200;
/** A word that is a sentence by itself. */
const WHOLE_WORD = /^(?:no|yes|ok|okay|well|thanks|hello|hi|stop|warning|note|caution|never|always|maybe)$/;

/**
 * Whether the text, below its heading, goes on with a sentence that began in another chunk: it starts with a lower-case
 * word, the end of a number or a mark that continues, closes a bracket that it did not open, or ends its first sentence after one
 * word. A cut before a name is seen only in part.
 */
export function startsMidSentence({ text }: Pick<ChunkText, 'text'>): boolean {
  const body = bodyOf(text);
  if (body === '' || OWN_FORM.test(body)) return false;
  if (CONTINUES.test(body) || CUT_NAME.test(body.slice(0, CUT_NAME_LENGTH))) return true;
  const first = body.replace(OPENING, '');
  return LOWER_WORD.test(first) || CUT_NUMBER.test(first) || startsWithRest(body);
}

/** The first sentence is one word, with others after it, or closes a bracket that it did not open. */
function startsWithRest(body: string): boolean {
  const [first, second] = sentences(body.slice(0, 600));
  if (first === undefined) return false;
  const [word = '', ...more] = wordsOf(first.text);
  const isRest = second !== undefined && first.text.endsWith('.') && more.length === 0;
  return (isRest && !WHOLE_WORD.test(word)) || closesUnopened(first.text);
}

function closesUnopened(sentence: string): boolean {
  let open = 0;
  for (const [mark] of sentence.matchAll(/[()[\]]/g)) {
    open += '(['.includes(mark) ? 1 : -1;
    if (open < 0) return true;
  }
  return false;
}

/** Whether the chunk begins neither with a heading nor with its title, so that nothing says what it belongs to. */
export function lacksHeading({ text, title }: ChunkText): boolean {
  return headingOf(text) === '' && !beginsWith(text, title);
}

function beginsWith(text: string, title: string): boolean {
  const wanted = new Set(contentWordsOf(title));
  const beginning = new Set(wordsOf(text).slice(0, wordsOf(title).length + WORDS_BEFORE_TITLE));
  return wanted.size > 0 && wanted.isSubsetOf(beginning);
}

const MARKDOWN_HEADING = /^#{1,6}\s+\S[^\n]*(?:\n+|$)/;
const UNDERLINED_HEADING = /^[^\n]{1,120}\n(?:={3,}|-{3,})\s*(?:\n+|$)/;
const HTML_HEADING = /^<h[1-6][^>]*>[^<]{1,200}<\/h[1-6]>\s*/i;
const NUMBERED_HEADING = /^\d{1,2}(?:\.\d{1,2})*\.?\s+\p{Lu}[^\n.!?]{0,100}\n+/u;
/** A line of its own of a few words that is no sentence. */
const SHORT_LINE = /^[\p{Lu}\p{N}"“‘'(][^\n]{0,100}?[^\s.!?,;:]\s*\n(?=\S)/u;
const FENCE_OR_ITEM = /^(?:[-*+•|>]|```)/;
const HEADING_WORDS = 14;

/** The headings with which a text starts, with the line breaks after them; empty where it starts with none. */
function headingOf(text: string): string {
  const start = text.trimStart();
  let rest = start;
  while (rest !== '') {
    const found = firstHeading(rest);
    if (found === undefined) break;
    rest = rest.slice(found.length).trimStart();
  }
  return start.slice(0, start.length - rest.length);
}

function firstHeading(text: string): string | undefined {
  for (const form of [MARKDOWN_HEADING, UNDERLINED_HEADING, HTML_HEADING, NUMBERED_HEADING]) {
    const [found] = form.exec(text) ?? [];
    if (found !== undefined) return found;
  }
  const [line] = SHORT_LINE.exec(text) ?? [];
  const isHeading = line !== undefined && !FENCE_OR_ITEM.test(line) && wordsOf(line).length <= HEADING_WORDS;
  return isHeading ? line : undefined;
}

function bodyOf(text: string): string {
  return text.trimStart().slice(headingOf(text).length).trim();
}
