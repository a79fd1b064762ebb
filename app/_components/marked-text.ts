import type { TextPart } from './matched-terms.ts';
import type { TextRange } from './shared-runs.ts';

export interface MarkedPart extends TextPart {
  /** Whether it lies in one of the ranges. */
  shared: boolean;
}

/** Cuts parts further at the ends of ranges. `offset` is where the first part begins in the text that the ranges count. */
export function withRanges(
  parts: readonly TextPart[],
  ranges: readonly TextRange[],
  offset: number,
): MarkedPart[] {
  const cut: MarkedPart[] = [];
  let at = offset;
  for (const { text, marked } of parts) {
    const end = at + text.length;
    const edges = ranges
      .flatMap((range) => [range.start, range.end])
      .filter((edge) => edge > at && edge < end);
    let from = at;
    for (const to of [...edges, end]) {
      const shared = ranges.some((range) => range.start <= from && to <= range.end);
      cut.push({ text: text.slice(from - at, to - at), marked, shared });
      from = to;
    }
    at = end;
  }
  return cut;
}
