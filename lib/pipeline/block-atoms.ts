import { sentences } from '../text/sentences.ts';
import type { Block } from './document-blocks.ts';
import { tokenCount } from './token-count.ts';

/** A piece that is not cut further: a sentence, a code fence or table that fits, a line or row of one that does not. */
export interface Atom {
  start: number;
  end: number;
  tokens: number;
  block: Block;
  /** Whether it begins its block. */
  isFirst: boolean;
  /** Whether a chunk may repeat it from the one before: prose only. */
  isProse: boolean;
}

/** Longer runs without a space are cut, at a character; so long a run has fewer tokens than the smallest chunk. */
const MAX_WORD = 32;

/** The atoms of a block, none above `limit` tokens. */
export function blockAtoms(text: string, block: Block, limit: number): Atom[] {
  const whole = tokenCount(text.slice(block.start, block.end));
  const isProse = block.kind === 'prose' || block.kind === 'list';
  if (!isProse && whole <= limit)
    return [{ start: block.start, end: block.end, tokens: whole, block, isFirst: true, isProse }];
  const starts = isProse ? sentenceStarts(text, block) : lineStarts(text, block);
  return ranges(starts, block).flatMap(([start, end], i) => {
    const tokens = tokenCount(text.slice(start, end));
    const pieces = tokens <= limit ? [{ start, end, tokens }] : cutAtWords(text, start, end, limit);
    return pieces.map((piece, j) => ({ ...piece, block, isFirst: i + j === 0, isProse }));
  });
}

function sentenceStarts(text: string, block: Block): number[] {
  const found = sentences(text.slice(block.start, block.end)).map(({ start }) => block.start + start);
  return [...found, ...block.parts];
}

/** A table's header goes with its first row. */
function lineStarts(text: string, block: Block): number[] {
  const from = block.kind === 'table' ? (block.parts[0] ?? block.start) : block.start;
  const starts: number[] = [];
  for (let at = text.indexOf('\n', from); at >= 0 && at + 1 < block.end; at = text.indexOf('\n', at + 1))
    starts.push(at + 1);
  return starts;
}

/** From each start to the next, the first from where the block begins and the last to where it ends. */
function ranges(starts: readonly number[], { start, end }: Block): [number, number][] {
  const cuts = [...new Set([start, ...starts])].filter((at) => at >= start && at < end).sort((a, b) => a - b);
  return cuts.map((at, i) => [at, cuts[i + 1] ?? end]);
}

/** Words packed up to the limit. Only for what is longer than a whole chunk. */
export function cutAtWords(
  text: string,
  start: number,
  end: number,
  limit: number,
): Pick<Atom, 'start' | 'end' | 'tokens'>[] {
  const pieces: Pick<Atom, 'start' | 'end' | 'tokens'>[] = [];
  for (const word of wordRanges(text, start, end)) {
    const tokens = tokenCount(text.slice(word.start, word.end));
    const last = pieces.at(-1);
    if (last !== undefined && last.tokens + tokens <= limit) {
      last.end = word.end;
      last.tokens += tokens;
    } else pieces.push({ ...word, tokens });
  }
  return pieces;
}

/** Each word with the space before it, as encodings cut: apart from it, the space would be a token of its own. */
export function wordRanges(text: string, start: number, end: number): { start: number; end: number }[] {
  // Without the space at its end, which would be looked through from every place in it.
  return [
    ...text
      .slice(start, end)
      .trimEnd()
      .matchAll(/\s*\S+/g),
  ].flatMap(({ 0: word, index }) => {
    const parts: { start: number; end: number }[] = [];
    for (let at = 0; at < word.length; ) {
      let next = Math.min(at + MAX_WORD, word.length);
      if (next < word.length && /[\uDC00-\uDFFF]/.test(word.charAt(next))) next += 1;
      parts.push({ start: start + index + at, end: start + index + next });
      at = next;
    }
    return parts.filter((part) => text.slice(part.start, part.end).trim() !== '');
  });
}
