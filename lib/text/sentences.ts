/** A sentence and where it stands in the text it was taken from: `text.slice(start, end)`, without outer space. */
export interface Sentence {
  text: string;
  start: number;
  end: number;
}

/** A line that begins something of its own: list item, heading, quotation, table row, code fence. */
const OWN_LINE = /^[ \t]*(?:[-*+•–]\s|\d{1,3}[.)]\s|#{1,6}\s|>|\||```|~~~)/;
const HEADING = /^[ \t]*#{1,6}\s/;
/** The marker of a list item alone, which the segmenter takes for a sentence. */
const MARKER = /^(?:[-*+•–]|\(?(?:\d{1,3}|[a-z])[.)])$/i;
/** A letter with its point, also several: initials, U.S., e.g. */
const INITIALS = /(?:^|[\s("'“‘[])(?:\p{L}\.){1,4}$/u;
const ABBREVIATION =
  /(?:^|[\s("'“‘[])(?:mr|mrs|ms|dr|prof|rev|hon|st|sr|jr|gen|col|capt|lt|sgt|sen|rep|gov|vs|etc|cf|al|approx|no|nos|vol|vols|fig|figs|eq|sec|ch|pp|ed|eds|dept|inc|ltd|corp|co|est|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|usw|bzw|ca|nr|abs|bspw|vgl|zzgl|inkl)\.$/i;
/** After these a capital letter may begin a sentence or not; a number or a lower-case letter never does. */
const OFTEN_LAST = /(?:etc|inc|ltd|corp|co|jr|sr|al|usw|u\.s|u\.k|a\.m|p\.m)\.$/i;
/** What belongs to the sentence before it: references and closing marks. */
const TRAILING = /^(?:(?:\[[^\]\n]{1,40}\]|[)\]"'”’»]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)[.,;]?\s*)+/u;

const segmenters = new Map<string, Intl.Segmenter>();

/**
 * The sentences of a text, in order. Rests on the segmentation of Unicode (UAX 29), mended where it errs in prose and
 * Markdown: abbreviations and initials do not end a sentence, a single line break does not, a list item or heading
 * always does, and a reference such as `[2]` after the full stop belongs to what it follows.
 */
export function sentences(text: string, locale = 'en'): Sentence[] {
  return blocks(text).flatMap(([start, end]) => blockSentences(text, start, end, segmenter(locale)));
}

function segmenter(locale: string): Intl.Segmenter {
  let known = segmenters.get(locale);
  if (known === undefined) {
    known = new Intl.Segmenter(locale, { granularity: 'sentence' });
    segmenters.set(locale, known);
  }
  return known;
}

/** Start and end of each paragraph, list item or heading. */
function blocks(text: string): [number, number][] {
  const found: [number, number][] = [];
  let open: [number, number] | undefined;
  let start = 0;
  for (const line of text.split('\n')) {
    const end = start + line.length;
    if (line.trim() === '') open = undefined;
    else if (open !== undefined && !OWN_LINE.test(line)) open[1] = end;
    else {
      open = [start, end];
      found.push(open);
    }
    if (HEADING.test(line)) open = undefined;
    start = end + 1;
  }
  return found;
}

function blockSentences(text: string, start: number, end: number, by: Intl.Segmenter): Sentence[] {
  // Of the same length, so that places stay; a line break would always end a sentence.
  const block = text.slice(start, end).replace(/[\r\n\u2028\u2029]/g, ' ');
  const cuts: [number, number][] = [];
  for (const { segment, index } of by.segment(block)) {
    const last = cuts.at(-1);
    if (last !== undefined && isOne(block.slice(last[0], last[1]).trim(), segment)) {
      last[1] = index + segment.length;
      continue;
    }
    const trailing = last === undefined ? 0 : (TRAILING.exec(segment)?.[0].length ?? 0);
    if (last !== undefined) last[1] += trailing;
    if (trailing < segment.length) cuts.push([index + trailing, index + segment.length]);
  }
  return cuts.flatMap(([from, to]) => trimmed(text, start + from, start + to));
}

/** Whether what follows goes on with the sentence before it. */
function isOne(before: string, next: string): boolean {
  if (MARKER.test(before)) return true;
  if (!before.endsWith('.')) return false;
  const goesOn = /^[\p{Ll}\p{N}]/u.test(next);
  if (OFTEN_LAST.test(before)) return goesOn;
  // "No." is also an answer: a number without a digit after it is none.
  if (/(?:^|\s)nos?\.$/i.test(before)) return /^\p{N}/u.test(next);
  return INITIALS.test(before) || ABBREVIATION.test(before);
}

function trimmed(text: string, start: number, end: number): Sentence[] {
  const raw = text.slice(start, end);
  const inner = raw.trim();
  if (inner === '') return [];
  const from = start + (raw.length - raw.trimStart().length);
  return [{ text: inner, start: from, end: from + inner.length }];
}
