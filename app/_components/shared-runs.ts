/** Words of a run. Fewer are shared by chance. */
const RUN_LENGTH = 6;
/** Longer texts are searched up to here, so that a card is drawn without a pause. */
const SEARCHED_LENGTH = 60_000;
/** Scripts without spaces have no words to speak of: each of their characters counts as one. */
const WORD =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]|[\p{L}\p{N}\p{M}]+/gu;

export interface TextRange {
  start: number;
  end: number;
}

/** Every run of six words of a text, for `sharedRuns`. */
export function runsOf(text: string): ReadonlySet<string> {
  return new Set(runs(text).map(({ key }) => key));
}

/** Where a text says six words or more as another one does, whose runs are given. In order, without overlaps. */
export function sharedRuns(text: string, known: ReadonlySet<string>): TextRange[] {
  const ranges: TextRange[] = [];
  if (known.size === 0) return ranges;
  for (const { key, start, end } of runs(text)) {
    if (!known.has(key)) continue;
    const last = ranges.at(-1);
    if (last !== undefined && start <= last.end) last.end = end;
    else ranges.push({ start, end });
  }
  return ranges;
}

function runs(text: string): (TextRange & { key: string })[] {
  const words = [...text.slice(0, SEARCHED_LENGTH).matchAll(WORD)].map((match) => ({
    word: match[0].toLowerCase(),
    start: match.index,
    end: match.index + match[0].length,
  }));
  return words.slice(RUN_LENGTH - 1).map((last, i) => ({
    key: words
      .slice(i, i + RUN_LENGTH)
      .map(({ word }) => word)
      .join(' '),
    start: words[i]?.start ?? 0,
    end: last.end,
  }));
}
