import { wordRanges } from './block-atoms.ts';
import type { TextChunk } from './text-chunk.ts';
import { tokenCount } from './token-count.ts';

/** Windows of `limit` tokens that share `overlap` tokens with their neighbours, cut between words; blind to structure. */
export function fixedChunks(
  text: string,
  { limit, overlap }: { limit: number; overlap: number },
): TextChunk[] {
  const words = wordRanges(text, 0, text.length).map((range) => ({
    ...range,
    tokens: tokenCount(text.slice(range.start, range.end)),
  }));
  const chunks: TextChunk[] = [];
  for (let from = 0; from < words.length; ) {
    let to = from;
    let tokens = 0;
    for (
      let word = words[to];
      word !== undefined && (to === from || tokens + word.tokens <= limit);
      word = words[to]
    ) {
      tokens += word.tokens;
      to += 1;
    }
    const chunk = windowOf(text, words[from]?.start ?? 0, words[to - 1]?.end ?? text.length);
    if (chunk !== undefined) chunks.push(chunk);
    if (to >= words.length) break;
    let back = to;
    let shared = 0;
    while (back - 1 > from && shared + (words[back - 1]?.tokens ?? 0) <= overlap) {
      back -= 1;
      shared += words[back]?.tokens ?? 0;
    }
    from = back;
  }
  return chunks;
}

function windowOf(text: string, from: number, to: number): TextChunk | undefined {
  const raw = text.slice(from, to);
  const inner = raw.trim();
  if (inner === '') return undefined;
  const start = from + (raw.length - raw.trimStart().length);
  return {
    start,
    end: start + inner.length,
    text: inner,
    tokens: tokenCount(inner),
    headings: [],
    context: '',
  };
}
