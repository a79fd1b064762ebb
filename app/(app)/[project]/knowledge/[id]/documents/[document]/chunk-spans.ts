interface Range {
  start: number;
  end: number;
}

/** A stretch of a document: of one chunk, of two where they overlap, or of none. */
export interface Span extends Range {
  /** Places of the chunks it is in. */
  chunks: number[];
}

/** Cuts a text of this length wherever a chunk begins or ends. */
export function chunkSpans(length: number, chunks: readonly Range[]): Span[] {
  const cuts = new Set([0, length, ...chunks.flatMap(({ start, end }) => [start, end])]);
  const sorted = [...cuts].filter((at) => at >= 0 && at <= length).sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => {
    const end = sorted[i + 1] ?? length;
    const inside = chunks.flatMap((chunk, place) =>
      chunk.start <= start && chunk.end >= end ? [place] : [],
    );
    return { start, end, chunks: inside };
  });
}
